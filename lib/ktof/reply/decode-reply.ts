import { KaizenFormatError } from '../../errors/format.error.js';
import { checkText } from '../decode.js';
import type { DecodedReply, ReplyIssue } from './decoded-reply.js';
import { type DecodeReplyOptions, resolveReplyOptions } from './reply-options.js';
import { ReplyReader } from './reply-reader.js';

/**
 * Finds the data in a model's reply: JSON or KTOF, in a fence or not, with text around it, with slips,
 * cut off. A reply that holds no data is text.
 *
 * Every repair is reported in `issues`. What can be read in two ways is text. Prose is never data and
 * never throws.
 *
 * @throws KaizenFormatError under `strict`, in place of a result that has issues.
 * @throws KaizenPayloadError for a text past the limit of size.
 * @throws KaizenOptionsError for an unknown or bad option.
 *
 * @example
 * ```ts
 * decodeReply('Here you go:\n```ktof\nusers[3]{id,name}:\n 1,Ada\n 2,Grace\n```');
 * // kind 'ktof', value { users: [{ id: 1, name: 'Ada' }, { id: 2, name: 'Grace' }] },
 * // issues [{ code: 'count-mismatch', line: 3, … }], truncated false
 * ```
 */
export function decodeReply(text: string, options?: DecodeReplyOptions): DecodedReply {
  const resolved = resolveReplyOptions(options);
  checkText(text, resolved.maxBytes);
  const reply = new ReplyReader(resolved).read(text);
  const [issue] = reply.issues;
  if (resolved.strict && issue) throw strictError(issue);
  return reply;
}

function strictError({ message, line = 1, column = 1 }: ReplyIssue): KaizenFormatError {
  const reason = message.replace(/\.$/, '');
  return new KaizenFormatError(reason, line, column, 'a reply without this, or `strict: false`');
}
