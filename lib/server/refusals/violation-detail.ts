import { RULE } from '../../contract/rules.js';
import type { KaizenPayloadError } from '../../errors/payload.error.js';
import type { RefusalDetail } from './refusal.js';

/** What FastAPI calls a broken rule, by what the rule says. */
const TYPES: ReadonlyMap<string, string> = new Map([
  [RULE.required, 'missing'],
  [RULE.text, 'string_type'],
  [RULE.flag, 'bool_type'],
  [RULE.record, 'dict_type'],
  [RULE.models, 'list_type'],
  [RULE.indent, 'int_type'],
  [RULE.delimiter, 'literal_error'],
  [RULE.lengthMarker, 'literal_error'],
  [RULE.profile, 'literal_error'],
]);

/** A field of a request, and a field of its options. */
const OWN_STEPS = 2;

/** A step of a path as the errors of requests have it: `.name`, `[2]`, `["a key"]`. */
const STEP = /\.([A-Za-z_$][\w$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g;

/** The place and the rule of a request's error, as FastAPI tells them. */
export function violationDetail({ path, message }: KaizenPayloadError): RefusalDetail {
  const rule = message.startsWith(`${path} `) ? message.slice(path.length + 1) : message;
  if (rule.startsWith('is not a field')) {
    return { loc: ['body', ...stepsOf(path)], msg: rule, type: 'extra_forbidden' };
  }
  return { loc: ['body', ...ownSteps(path)], msg: rule, type: TYPES.get(rule) ?? 'value_error' };
}

/** A detail in one line: `body.options.indent must be a whole number …`. */
export function detailLine({ loc, msg }: RefusalDetail): string {
  return `${loc.join('.')} ${msg}`;
}

/** The first steps are fields of ours, and TypeScript's spelling of them is not the wire's. */
function ownSteps(path: string): (string | number)[] {
  return stepsOf(path).map((step, index) => (index < OWN_STEPS ? snakeCase(step) : step));
}

function snakeCase(step: string | number): string | number {
  if (typeof step === 'number') return step;
  return step.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(STEP)].map(([, name, index, quoted]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? name! : (JSON.parse(quoted) as string);
  });
}
