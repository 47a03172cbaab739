import type { DecodeOptionsDto } from '../../contract/requests/decode-options.dto.js';
import { MAX_INDENT, MIN_INDENT, RULE } from '../../contract/rules.js';
import { refusal } from '../refusals/refusal.js';

type Options = Pick<DecodeOptionsDto, 'strict' | 'indent'>;

/**
 * The options that stand in the query of a stream to decode: `?strict=false&indent=2`.
 *
 * @param url The address of the request, as it is in its first line.
 * @throws Refusal with 422 for one that is unknown, there twice, or has no such value.
 */
export function readDecodeQuery(url: string | undefined): Options {
  const query = new URLSearchParams(/\?(.*)/s.exec(url ?? '')?.[1]);
  const options: Options = {};
  for (const name of query.keys()) {
    if (query.getAll(name).length > 1) {
      throw invalid(name, 'is there twice. Pass it once.', 'value_error');
    }
    if (name === 'strict') options.strict = readStrict(query.get(name)!);
    else if (name === 'indent') options.indent = readIndent(query.get(name)!);
    else throw unknown(name);
  }
  return options;
}

function readStrict(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw invalid('strict', RULE.flag, 'bool_type');
  return text === 'true';
}

function readIndent(text: string): number {
  const indent = /^\d$/.test(text) ? Number(text) : 0;
  if (indent >= MIN_INDENT && indent <= MAX_INDENT) return indent;
  throw invalid('indent', RULE.indent, 'int_type');
}

function unknown(name: string): Error {
  // A key of the query may be of any length.
  const rule = 'is not an option of this route. Known options: strict, indent.';
  return invalid(name.slice(0, 64), rule, 'extra_forbidden');
}

function invalid(name: string, msg: string, type: string): Error {
  const details = [{ loc: ['query', name], msg, type }];
  return refusal('validation_failed', `query.${name} ${msg}`, { details });
}
