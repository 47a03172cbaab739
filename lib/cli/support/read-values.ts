/** A number; what is none becomes `NaN`, which no option accepts. */
export function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** What a flag that may be repeated was given, in one list. */
export function collect(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}
