import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { run } from './run.mjs';

const SHELL_BLOCK = /^```(?:bash|sh|shell)\n([^]*?)^```$/gm;

/**
 * The code of a document's shell blocks.
 *
 * @param {string} document its path.
 * @returns {string[]}
 */
export function shellBlocks(document) {
  return [...readFileSync(document, 'utf8').matchAll(SHELL_BLOCK)].map(([, code]) => code);
}

/**
 * The `curl` commands in a document's shell blocks, with their continued lines.
 *
 * @param {string} document its path.
 * @returns {string[]}
 */
export function curlExamples(document) {
  return shellBlocks(document).flatMap(
    (code) => code.match(/^(?:\$ )?curl (?:.*\\\n)*.*$/gm) ?? [],
  );
}

/**
 * Runs a `curl` command that asks `localhost`, at a server somewhere else.
 *
 * @param {string} example the command as it is printed.
 * @param {string} url where the server is.
 * @returns {Promise<string>} the answer.
 * @throws when the server refuses, or answers nothing.
 */
export async function runCurl(example, url) {
  const command = example.replace(/^(\$ )?curl/, 'curl -sS --fail-with-body');
  const here = command.replaceAll(/(http:\/\/)?localhost:\d+/g, url);
  const output = await run('bash', ['-c', here]);
  assert.notEqual(output.trim(), '');
  return output;
}
