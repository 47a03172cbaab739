import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CALL_OPTION_TABLE } from '../../lib/client/kaizen-call-options.js';
import type { OptionRule } from '../../lib/options/option-rule.js';
import { OPTION_TABLE } from '../../lib/options/option-table.js';
import { CHAT_OPTION_TABLE } from '../../lib/providers/options/chat-options.js';
import { PROVIDER_OPTION_TABLE } from '../../lib/providers/options/provider-options.js';
import { SERVER_OPTION_TABLE } from '../../lib/server/options/server-options.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PAGE = readFileSync(path.join(ROOT, 'docs/configuration.md'), 'utf8');
const MEBIBYTE = 2 ** 20;

/** The options of a chapter by name, each with the defaults it has in its tables. */
function rowsOf(title: string): Map<string, string[]> {
  const [, chapter = ''] = PAGE.split(new RegExp(`^## ${title}$`, 'm'));
  const [own = ''] = chapter.split(/^## /m);
  const rows = new Map<string, string[]>();
  for (const [, name, byDefault] of own.matchAll(/^\| `(\w+)` +\| (?:`[^`]*`) +\| (.*?) +\|/gm)) {
    rows.set(name!, [...(rows.get(name!) ?? []), byDefault!]);
  }
  return rows;
}

/** The ways in which a page may write a default. */
function writings(value: unknown): string[] {
  if (typeof value !== 'number') return [String(value)];
  const grouped = String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
  const mebibytes =
    value % MEBIBYTE === 0 ? [`${value / MEBIBYTE} MiB`, `${value / 2 ** 30} GiB`] : [];
  return [String(value), grouped, ...mebibytes];
}

const CHAPTERS: [string, Record<string, OptionRule<unknown>>][] = [
  ['Clients', OPTION_TABLE],
  ['Calls', CALL_OPTION_TABLE],
  ['Providers', { ...PROVIDER_OPTION_TABLE, ...CHAT_OPTION_TABLE }],
  ['Servers', SERVER_OPTION_TABLE],
];

describe('docs/configuration.md', () => {
  it('is what the types say', async () => {
    const check = promisify(execFile)(
      process.execPath,
      ['scripts/write-configuration.mjs', '--check'],
      { cwd: ROOT },
    );
    await expect(check).resolves.toMatchObject({ stderr: '' });
  });

  it.each(CHAPTERS)('has every option that is accepted: %s', (title, table) => {
    const shared = [...rowsOf('Clients').keys()];
    const shown = [...rowsOf(title).keys(), ...(title === 'Clients' ? [] : shared)];
    expect(shown).toEqual(expect.arrayContaining(Object.keys(table)));
  });

  // A call's are those of its client.
  const ownDefaults = CHAPTERS.filter(([title]) => title !== 'Calls');

  it.each(ownDefaults)('has the defaults that are filled in: %s', (title, table) => {
    const rows = rowsOf(title);
    const isShown = (name: string, value: unknown) =>
      writings(value).some((text) => rows.get(name)!.some((shown) => shown.includes(text)));
    const wrong = Object.entries(table)
      .filter(([name, { fallback }]) => rows.has(name) && /number|boolean/.test(typeof fallback))
      .filter(([name, { fallback }]) => !isShown(name, fallback))
      .map(
        ([name, { fallback }]) => `${name}: ${String(fallback)}, page: ${rows.get(name)?.join()}`,
      );
    expect(wrong).toEqual([]);
  });
});
