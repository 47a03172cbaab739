import { Readable } from 'node:stream';
import type { KaizenDecodeStreamOptions, KtofSource } from 'nestjs-kaizen';
import { PROMPT } from './canaries.js';
import type { Stage } from './fault.js';
import { ENVELOPE, response, write, type WireHeaders } from './replies.js';
import type { Step } from './scripted-server.js';

const { status, stats } = ENVELOPE;

/** The last event of a stream that went well. */
export const DONE = JSON.stringify({ type: 'done', status, stats });
/** A chunk of an encoding. */
export const CHUNK = '{"type":"chunk","text":"answer: "}';
/** A value of a decoding. */
export const VALUE = '{"type":"value","path":["answer"],"value":42}';
/** What the events of a stream are labelled as. */
export const NDJSON: WireHeaders = { 'content-type': 'application/x-ndjson' };

/** Answers with these events, and keeps the connection. */
export function events(...lines: readonly string[]): Step {
  return write(eventBytes(...lines));
}

/** These events as a whole response. */
export function eventBytes(...lines: readonly string[]): Buffer {
  return response(200, lines.map((line) => `${line}\n`).join(''), NDJSON);
}

/** These events as the beginning of a response of which more should come. */
export function begun(...lines: readonly string[]): Buffer {
  const text = lines.map((line) => `${line}\n`).join('');
  return response(200, text, { ...NDJSON, 'content-length': '9999' });
}

/** What came of a stream before it failed. */
export const came: unknown[] = [];

/** All of a stream: its last event, and how many there were. */
async function readAll<T extends object>(stream: AsyncIterable<T>) {
  came.length = 0;
  for await (const event of stream) came.push(event);
  return { ...(came.at(-1) as T), count: came.length };
}

/** Has a prompt encoded bit by bit. */
export const encodeStream = ({ kaizen, signal }: Stage) =>
  readAll(kaizen.promptsEncodeStream({ prompt: { text: PROMPT } }, { signal }));

/** Has a text decoded while it comes. */
export function decodeStream(source: () => KtofSource, options: KaizenDecodeStreamOptions = {}) {
  return ({ kaizen, signal }: Stage) =>
    readAll(kaizen.promptsDecodeStream(source(), { signal, ...options }));
}

/** The source that was handed over last. */
export let handedOver: Readable;

/** A text that comes in two pieces, the second after a while. */
export function text(laterMs = 0): () => Readable {
  return () =>
    remember(
      Readable.from(
        (async function* () {
          yield `answer: 42\nsecret: ${PROMPT}`;
          await new Promise((resolve) => setTimeout(resolve, laterMs));
          yield '\n';
        })(),
      ),
    );
}

/** A text that begins, and never goes on. */
export function stuckText(): Readable {
  const source = new Readable({ read: () => undefined });
  source.push('answer: 42\n');
  return remember(source);
}

function remember(source: Readable): Readable {
  handedOver = source;
  return source;
}
