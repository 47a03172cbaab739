import { KaizenError } from '../../errors/kaizen.error.js';
import { isWorthIt } from '../encode/document.js';
import { jsonEqual } from '../json-equal.js';
import { type JsonValue } from '../json-value.js';
import { type Fragment, findFragments } from './find-fragments.js';
import { type FragmentCodec } from './fragment-codec.js';
import { type JsonPath, writePath } from './json-path.js';
import { styleOf } from './json-style.js';
import { mapStrings } from './map-strings.js';
import { onLinesOfItsOwn } from './on-lines-of-its-own.js';
import { type FragmentForm, MAX_NESTING, type Replacement } from './replacement.js';
import { TextRestorer } from './text-restorer.js';

/** Replaces the JSON in strings by KTOF, and notes how to bring it back. Serves one call. */
export class TextRewriter {
  /** What was replaced, in the order of the strings. */
  readonly replacements: Replacement[] = [];
  /** How many fragments of JSON the strings have, replaced or not. */
  found = 0;

  /** @param nesting How many JSON texts may still stand inside each other. */
  constructor(
    private readonly codec: FragmentCodec,
    private readonly nesting = MAX_NESTING,
  ) {}

  /**
   * The text with every fragment replaced that gets at least 2 % smaller and whose characters can be
   * written again exactly. All else stays as it is.
   *
   * @param path Where the text stands.
   */
  text(text: string, path: JsonPath): string {
    let rewritten = '';
    let copied = 0;
    for (const fragment of findFragments(text, this.codec.maxDepth)) {
      this.found++;
      const replacement = this.rewrite(text, fragment);
      if (replacement === undefined) continue;
      const { ktof, form } = replacement;
      rewritten += text.slice(copied, fragment.start);
      const place = { path: writePath(path), offset: rewritten.length, length: ktof.length };
      this.replacements.push({ ...place, ...form });
      rewritten += ktof;
      copied = fragment.end;
    }
    return copied === 0 ? text : rewritten + text.slice(copied);
  }

  /** The value with all its strings rewritten; the value itself when that changes nothing. */
  strings(value: JsonValue, path: JsonPath = []): JsonValue {
    return mapStrings(value, path, (text, at) => this.text(text, at));
  }

  private rewrite(
    text: string,
    fragment: Fragment,
  ): { ktof: string; form: FragmentForm } | undefined {
    const source = text.slice(fragment.start, fragment.end);
    const value = JSON.parse(source) as JsonValue;
    const style = styleOf(source, value);
    if (style === undefined) return undefined;
    const inside = new TextRewriter(this.codec, this.nesting - 1);
    const inner = this.nesting > 1 ? inside.strings(value) : value;
    const form = { style, ...(inner !== value && { inner: inside.replacements }) };
    const ktof = onLinesOfItsOwn(this.codec.encode(inner), text, fragment);
    return isSmaller(ktof, source) && this.bringsBack(ktof, inner, form, source)
      ? { ktof, form }
      : undefined;
  }

  /** Whether KTOF becomes the very characters again that it replaces. */
  private bringsBack(ktof: string, value: JsonValue, form: FragmentForm, source: string): boolean {
    try {
      const restorer = new TextRestorer(this.codec, source.length * MAX_NESTING);
      if (restorer.fragment(ktof, form) === source) return true;
      // The same data with its keys in another order is no fault, but not the same characters.
      if (jsonEqual(this.codec.decode(ktof), value)) return false;
    } catch (error) {
      if (!(error instanceof KaizenError)) throw error;
    }
    this.codec.mismatch();
    return false;
  }
}

function isSmaller(ktof: string, source: string): boolean {
  const bytes = Buffer.byteLength(source);
  return isWorthIt(bytes - Buffer.byteLength(ktof), bytes);
}
