import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Stage
 * @property {string} name as after `AS`; of the last one possibly `''`.
 * @property {{name: string, rest: string}[]} instructions in their order.
 */

/**
 * Reads a Dockerfile: its stages and their instructions. Continued lines are joined.
 *
 * @param {string} file
 * @returns {Stage[]}
 */
export function readDockerfile(file) {
  const text = readFileSync(file, 'utf8')
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll('\\\n', ' ');
  const stages = [];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const [, name, rest] = /^(\w+)\s+(.*)$/.exec(line.trim());
    if (name === 'FROM')
      stages.push({ name: / AS (\S+)$/i.exec(rest)?.[1] ?? '', instructions: [] });
    else stages.at(-1).instructions.push({ name, rest });
  }
  return stages;
}

/**
 * The last instruction of a name in a stage, without it.
 *
 * @param {Stage} stage
 * @param {string} name
 * @returns {string}
 */
export function instruction({ instructions }, name) {
  const found = instructions.findLast((each) => each.name === name);
  if (found === undefined) throw new Error(`The Dockerfile's last stage has no ${name}`);
  return found.rest;
}

/**
 * The variables that a stage sets, each in an `ENV` of its own.
 *
 * @param {Stage} stage
 * @returns {Record<string, string>}
 */
export function variables({ instructions }) {
  const settings = instructions.filter(({ name }) => name === 'ENV');
  return Object.fromEntries(settings.map(({ rest }) => rest.split('=', 2)));
}
