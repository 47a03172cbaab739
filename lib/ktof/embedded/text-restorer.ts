import { KaizenFormatError } from '../../errors/format.error.js';
import { type JsonObject, type JsonValue, isContainer, setOwn } from '../json-value.js';
import type { FragmentReader } from './fragment-codec.js';
import { type Step, readPath } from './json-path.js';
import { writeJson } from './json-style.js';
import { restoreKeyOrders } from './key-orders.js';
import { replayMismatch } from './replay-mismatch.js';
import type { FragmentForm, Replacement } from './replacement.js';

/**
 * Brings back what a `TextRewriter` replaced. Serves one call.
 *
 * Every method throws `KaizenPayloadError` when the replacements do not fit.
 */
export class TextRestorer {
  /** @param budget How long the JSON texts may become in all, in UTF-16 code units. */
  constructor(
    private readonly reader: FragmentReader,
    private budget: number,
  ) {}

  /** The text as it was. */
  text(text: string, replacements: readonly Replacement[]): string {
    let restored = '';
    let copied = 0;
    for (const replacement of replacements) {
      const { offset, length } = replacement;
      const end = offset + length;
      if (offset < copied || end > text.length) throw replayMismatch();
      restored += text.slice(copied, offset) + this.fragment(text.slice(offset, end), replacement);
      copied = end;
    }
    return restored + text.slice(copied);
  }

  /** The value with its strings as they were. The value is changed: it must be the caller's own. */
  strings(value: JsonValue, replacements: readonly Replacement[]): JsonValue {
    const root: [JsonValue] = [value];
    for (const [path, own] of byPath(replacements)) {
      const steps = readPath(path);
      if (steps === undefined) throw replayMismatch();
      this.string([0, ...steps], root, own);
    }
    return root[0];
  }

  /** The JSON text that a stretch of KTOF stands for. */
  fragment(ktof: string, { style, inner = [], orders = [] }: FragmentForm): string {
    const value = this.strings(this.read(ktof), inner);
    const ordered = orders.length > 0 ? restoreKeyOrders(value, orders) : value;
    const json = writeJson(ordered, style, this.budget);
    if (json === undefined) throw replayMismatch();
    this.budget -= json.length;
    return json;
  }

  private string(path: readonly Step[], root: JsonValue, replacements: readonly Replacement[]) {
    const parent = path.slice(0, -1).reduce(entry, root);
    const last = path.at(-1)!;
    const text = entry(parent, last);
    if (typeof text !== 'string') throw replayMismatch();
    const restored = this.text(text, replacements);
    if (Array.isArray(parent)) parent[Number(last)] = restored;
    else setOwn(parent as JsonObject, String(last), restored);
  }

  private read(ktof: string): JsonValue {
    try {
      return this.reader.decode(ktof);
    } catch (cause) {
      if (cause instanceof KaizenFormatError) throw replayMismatch(cause);
      throw cause;
    }
  }
}

function entry(container: JsonValue, step: Step): JsonValue {
  if (!isContainer(container) || !Object.hasOwn(container, step)) throw replayMismatch();
  return (container as Record<Step, JsonValue>)[step]!;
}

function byPath(replacements: readonly Replacement[]): Map<string, Replacement[]> {
  const groups = new Map<string, Replacement[]>();
  for (const replacement of replacements) {
    const group = groups.get(replacement.path);
    if (group) group.push(replacement);
    else groups.set(replacement.path, [replacement]);
  }
  return groups;
}
