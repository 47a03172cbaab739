import { isUtf8 } from 'node:buffer';
import { requireFields } from '../../contract/invalid-request.js';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../operations/json-bytes.js';
import { endOfString } from '../operations/string-end.js';
import { refusal } from '../refusals/refusal.js';

const SPACES: readonly (number | undefined)[] = [0x20, 0x0a, 0x0d, 0x09];
/** How many bytes to go on for before the caller is given the chance to do something else. */
const SLICE_BYTES = 65_536;
/** How many quotes inside of a string are looked at in that time. */
const SLICE_QUOTES = 4096;

type Steps = Generator<void, void, undefined>;

/**
 * Finds the requests of a batch in the bytes of its body, without parsing them: strings and brackets
 * are followed, and what stands inside of a request is looked at where that is carried out.
 */
export class BatchScanner {
  private at = 0;
  private isFound = false;
  private readonly bounds: number[] = [];

  constructor(
    private readonly json: Uint8Array,
    private readonly maxItems: number,
  ) {}

  /**
   * Looks for them bit by bit. What it returns is where each begins and ends, one after the other.
   *
   * @throws Refusal with 400 for what is no JSON between the requests, with 422 for too many of them.
   * @throws KaizenPayloadError for a body that is no object with `items` alone.
   */
  *steps(): Generator<void, readonly number[], undefined> {
    yield* this.space();
    if (this.byte !== OPEN_OBJECT) throw this.noObject();
    yield* this.entries(CLOSE_OBJECT, () => this.member());
    yield* this.space();
    if (this.at < this.json.length) throw malformed();
    if (!this.isFound) throw invalidItems('is required. Pass a list of requests.', 'missing');
    return this.bounds;
  }

  private get byte(): number | undefined {
    return this.json[this.at];
  }

  /** What stands between two brackets, from the opening to behind the closing one. */
  private *entries(close: number, entry: () => Steps): Steps {
    this.at++;
    yield* this.space();
    if (this.takes(close)) return;
    for (;;) {
      yield* entry();
      yield* this.space();
      if (this.takes(close)) return;
      if (!this.takes(COMMA)) throw malformed();
      yield* this.space();
    }
  }

  private *member(): Steps {
    const key = yield* this.key();
    requireFields(Object.fromEntries([[key, null]]), ['items'], '$');
    if (this.isFound) throw invalidItems('is there twice. Pass one list.', 'value_error');
    this.isFound = true;
    yield* this.space();
    if (!this.takes(COLON)) throw malformed();
    yield* this.space();
    if (this.byte !== OPEN_ARRAY) throw this.noList();
    yield* this.entries(CLOSE_ARRAY, () => this.item());
  }

  private *item(): Steps {
    if (this.bounds.length === 2 * this.maxItems) throw tooMany(this.maxItems);
    this.bounds.push(this.at);
    if (this.byte === OPEN_OBJECT || this.byte === OPEN_ARRAY) yield* this.nested();
    else if (this.byte === QUOTE) yield* this.string();
    else yield* this.word();
    this.bounds.push(this.at);
  }

  private *key(): Generator<void, string, undefined> {
    if (this.byte !== QUOTE) throw malformed();
    const start = this.at;
    yield* this.string();
    const { buffer, byteOffset } = this.json;
    const key = Buffer.from(buffer, byteOffset + start, this.at - start);
    if (!isUtf8(key)) throw malformed();
    try {
      return JSON.parse(key.toString()) as string;
    } catch {
      throw malformed();
    }
  }

  private *nested(): Steps {
    const { json } = this;
    let pauseAt = this.at + SLICE_BYTES;
    for (let depth = 0; this.at < json.length; this.at++) {
      const byte = json[this.at];
      if (byte === QUOTE) {
        let end = endOfString(json, this.at, SLICE_QUOTES);
        for (; end < 0; end = endOfString(json, ~end, SLICE_QUOTES)) yield;
        this.at = end;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) {
        this.at++;
        return;
      }
      if (this.at < pauseAt) continue;
      yield;
      pauseAt = this.at + SLICE_BYTES;
    }
    throw malformed();
  }

  private *string(): Steps {
    let end = endOfString(this.json, this.at, SLICE_QUOTES);
    for (; end < 0; end = endOfString(this.json, ~end, SLICE_QUOTES)) yield;
    this.at = end + 1;
    if (this.at > this.json.length) throw malformed();
  }

  private *word(): Steps {
    const start = this.at;
    while (isOfWord(this.byte)) {
      if (++this.at % SLICE_BYTES === 0) yield;
    }
    if (this.at === start) throw malformed();
  }

  private *space(): Steps {
    while (SPACES.includes(this.byte)) {
      if (++this.at % SLICE_BYTES === 0) yield;
    }
  }

  private takes(byte: number): boolean {
    if (this.byte !== byte) return false;
    this.at++;
    return true;
  }

  private noObject(): Error {
    return this.beginsValue() ? notAnObject() : malformed();
  }

  private noList(): Error {
    if (!this.beginsValue()) return malformed();
    return invalidItems('must be a list. Pass a list of requests.', 'list_type');
  }

  private beginsValue(): boolean {
    const { byte } = this;
    return [QUOTE, OPEN_ARRAY, OPEN_OBJECT].includes(byte ?? 0) || isOfWord(byte);
  }
}

/** Whether numbers, `true`, `false` and `null` are made of it. */
function isOfWord(byte = 0): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
  return isDigit || isLetter || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}

function malformed(): Error {
  return refusal('invalid_json', 'The body is not valid JSON. Send one JSON object.');
}

function notAnObject(): Error {
  const msg = 'must be an object. Pass items.';
  return refusal('validation_failed', `body ${msg}`, {
    details: [{ loc: ['body'], msg, type: 'dict_type' }],
  });
}

function tooMany(maxItems: number): Error {
  const rule = `may have ${maxItems} requests. Send them in several batches.`;
  return invalidItems(rule, 'too_long');
}

function invalidItems(msg: string, type: string): Error {
  const details = [{ loc: ['body', 'items'], msg, type }];
  return refusal('validation_failed', `body.items ${msg}`, { details });
}
