import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const LIB = path.resolve(import.meta.dirname, '../../lib');

/** Programs: they work as soon as they are loaded. */
const PROGRAMS = [path.join('cli', 'main.ts'), path.join('engine', 'pool', 'engine-worker.ts')];

const modules = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !PROGRAMS.includes(file))
  .sort();

/** With this, coverage knows the functions of a module that no other test loads. */
describe('the modules of lib', () => {
  it('each load, whichever is first', async () => {
    expect(modules.length).toBeGreaterThan(500);
    for (const file of modules) {
      const loaded: unknown = await import(pathToFileURL(path.join(LIB, file)).href);
      expect(loaded).toBeDefined();
    }
  });
});
