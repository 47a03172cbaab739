import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

describe('docs/README.md', () => {
  it('leads to every guide', () => {
    const guides = readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
    const linked = [...read('docs/README.md').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, to]) => to!);
    expect(guides.length).toBeGreaterThan(20);
    expect([...new Set(linked), 'README.md'].sort()).toEqual(guides.sort());
  });
});

describe('docs/architecture.md', () => {
  it('has the rooms in their order', () => {
    const shown = [...read('docs/architecture.md').matchAll(/^\| `(\w+)` /gm)].map(
      ([, room]) => room,
    );
    const [, list = ''] =
      /^const ROOMS = \[([^]*?)^\];/m.exec(read('.dependency-cruiser.mjs')) ?? [];
    const rooms = [...list.matchAll(/^ {2}\[\s*'(\w+)',/gm)].map(([, room]) => room);
    expect(rooms.length).toBeGreaterThan(10);
    expect(shown).toEqual(rooms);
  });
});
