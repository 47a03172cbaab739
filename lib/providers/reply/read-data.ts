import { decodeReply } from '../../ktof/reply/decode-reply.js';
import type { DecodedReply } from '../../ktof/reply/decoded-reply.js';
import type { ReplyMode } from './reply-mode.js';

/** What was found in a reply. */
export interface ReplyData {
  readonly decoded: DecodedReply | undefined;
  /** The data; `undefined` where there is none. */
  readonly data: unknown;
  /** Why a reply that was asked for in a form is not in it. */
  readonly problem?: string;
}

/** What every form of data has. A reply without is what most replies are, and is not tried in each form. */
const LIKE_DATA = /[{[|:]|^\s*[-*]\s/m;

/**
 * Reads the data in a reply. A reply that was cut off has none, whatever its first part says.
 *
 * @param hasEnded Whether the model says that it was done.
 */
export function readData(text: string, mode: ReplyMode, hasEnded: boolean): ReplyData {
  if (mode === 'text') return { decoded: undefined, data: undefined };
  if (mode === 'any' && !LIKE_DATA.test(text)) return { decoded: plain(text), data: undefined };
  const decoded = decodeReply(text, { expect: mode === 'json' ? 'json' : 'any' });
  const { kind, truncated, value } = decoded;
  const isData = kind === 'json' || (mode === 'ktof' && kind === 'ktof');
  const isWhole = !truncated || (hasEnded && isMiscounted(decoded));
  if (isData && isWhole) return { decoded, data: value };
  if (mode === 'any') return { decoded, data: undefined };
  const problem = truncated
    ? 'it ends before the data is complete'
    : `it has no ${mode.toUpperCase()}`;
  return { decoded, data: undefined, problem };
}

function plain(text: string): DecodedReply {
  return { kind: 'text', value: text, issues: [], truncated: false };
}

/** Models count badly: fewer rows than announced are all there are, when the model says that it was done. */
function isMiscounted({ issues }: DecodedReply): boolean {
  return issues.every(({ code }) => code === 'count-mismatch');
}
