import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DecodedReply, DecodeReplyOptions, JsonValue } from 'nestjs-kaizen/ktof';

const FOLDER = path.join(import.meta.dirname, 'replies');
/** A title, a block `reply` and a block `expect`, each in a fence longer than those inside it. */
const SECTION =
  /^## (?<title>.+)\n\n(?<fence>`{3,})reply\n(?<reply>[^]*?)\n?^\k<fence>\n\n(?<end>`{3,})expect (?<outcome>.+)\n(?<value>[^]*?)^\k<end>$/gm;
const MARKS: Record<string, string> = {
  '{{TAB}}': '\t',
  '{{CR}}': '\r',
  '{{NBSP}}': '\u00a0',
  '{{BOM}}': '\uFEFF',
};

/** A reply of a model, and what a caller who asked for data wants of it. */
export interface CorpusEntry {
  /** Family and title. */
  readonly name: string;
  readonly family: string;
  readonly reply: string;
  readonly kind: DecodedReply['kind'];
  readonly value: JsonValue;
  /** Undefined where nobody can know. */
  readonly truncated: boolean | undefined;
  readonly issues: readonly string[];
  /** Text is good enough too. */
  readonly hard: boolean;
  readonly options: DecodeReplyOptions;
}

/** All replies of the corpus. See `replies/README.md`. */
export function readCorpus(): CorpusEntry[] {
  const files = readdirSync(FOLDER).filter((name) => name !== 'README.md');
  return files.flatMap((file) => {
    const source = readFileSync(path.join(FOLDER, file), 'utf8');
    const family = path.basename(file, '.md');
    return [...source.matchAll(SECTION)].map((match) => entryFrom(match, family));
  });
}

function entryFrom(match: RegExpMatchArray, family: string): CorpusEntry {
  const { title = '', reply: source = '', outcome = '', value: body = '' } = match.groups ?? {};
  const reply = source.replaceAll(/\{\{(?:TAB|CR|NBSP|BOM)\}\}/g, (mark) => MARKS[mark]!);
  const [kind, ...flags] = outcome.split(' ');
  const valueOf = (name: string) =>
    flags.find((flag) => flag.startsWith(`${name}=`))?.slice(name.length + 1);
  return {
    name: `${family}: ${title}`,
    family,
    reply,
    kind: kind as DecodedReply['kind'],
    value: kind === 'text' ? reply : (JSON.parse(body) as JsonValue),
    truncated: valueOf('truncated') === 'any' ? undefined : flags.includes('truncated'),
    issues: valueOf('issues')?.split(',') ?? [],
    hard: flags.includes('hard'),
    options: JSON.parse(valueOf('options') ?? '{}') as DecodeReplyOptions,
  };
}
