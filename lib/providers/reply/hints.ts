/** A message, as far as a hint goes. */
interface Hinted {
  readonly role: string;
  readonly content?: string | readonly unknown[];
}

/** What tells a model how data in KTOF is to be read. */
export const DATA_HINT =
  'Data may be written in KTOF: `rows[2]{id,name}:` heads a table with one row a line below it, `[3]: a,b,c` is a list, `key: value` is a field.';

/** What tells a model how to answer. */
export const REPLY_HINTS = {
  json: 'Answer with one JSON value and nothing else.',
  ktof: 'Answer in KTOF and nothing else: `rows[2]{id,name}:` and below it one row a line, `1,Ada`; other fields are `key: value` lines.',
} as const;

/**
 * The messages with a line at the end of the system prompt, which is where it does not move from one turn to
 * the next. Without a system prompt the line is one.
 */
export function withHint<M extends Hinted>(messages: readonly M[], hint: string): M[] {
  const others = messages.findIndex(({ role }) => role !== 'system');
  const last = (others === -1 ? messages.length : others) - 1;
  if (last < 0) return [{ role: 'system', content: hint } as M, ...messages];
  const system = messages[last]!;
  const content =
    typeof system.content === 'string'
      ? `${system.content}\n\n${hint}`
      : [...(system.content ?? []), { type: 'text', text: hint }];
  return messages.with(last, { ...system, content });
}
