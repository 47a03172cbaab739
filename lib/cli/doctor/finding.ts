/** What was found about one thing. */
export interface Finding {
  /** What was looked at. */
  readonly name: string;
  /** `warn`: it works, though something is missing or unsafe. */
  readonly state: 'ok' | 'warn' | 'fail';
  /** What there is. It holds no secret. */
  readonly found: string;
  /** How to mend it. */
  readonly remedy?: string;
  /** Whether it is the service's fault or the way to it, and not of what is here. */
  readonly isRemote?: boolean;
}

/** Something is as it should be. */
export function ok(name: string, found: string): Finding {
  return { name, state: 'ok', found };
}

/** Something is missing or unsafe. */
export function warn(name: string, found: string, remedy: string): Finding {
  return { name, state: 'warn', found, remedy };
}

/** Something is wrong. */
export function fail(name: string, found: string, remedy: string): Finding {
  return { name, state: 'fail', found, remedy };
}

/** An error's message is what was found; its last sentence is the remedy, but for where to read on. */
export function failedWith(name: string, error: unknown): Finding {
  const message = String((error as { message?: unknown } | null)?.message ?? error);
  const [, found = message, remedy = ''] =
    /^([^]*?[.?])\s+([^.?]+[.?](?: See \S+)?)$/.exec(message) ?? [];
  return fail(name, found, remedy || 'Give --verbose for more.');
}
