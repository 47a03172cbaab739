/** What lets a stream run or refuses it. */
export interface StreamGuard {
  /** Does work, or refuses it. */
  readonly admit: (work: () => Promise<void>) => Promise<void>;
  /** Whether a stream counts as a success once its first part is there, and not at its end. */
  readonly isSettledByFirst?: () => boolean;
}

/** The stream was left before anything came: that tells nothing of who serves it. */
class LeftStream extends Error {}

/**
 * A stream whose run, from its beginning to its end, is work that a guard has admitted. One that is
 * left by its consumer is a success if any of it came.
 *
 * @throws What the guard refuses it with, and what the stream throws.
 */
export async function* guardedStream<P>(
  { admit, isSettledByFirst }: StreamGuard,
  open: () => AsyncIterable<P>,
): AsyncGenerator<P, void, undefined> {
  const run = new Run();
  const guarded = admit(() => run.begin());
  // What it says of a stream that has begun is what the stream itself has thrown.
  guarded.catch(() => undefined);
  await Promise.race([run.begun, guarded]);
  let hasCome = false;
  try {
    for await (const part of open()) {
      if (!hasCome && isSettledByFirst?.()) run.succeed();
      hasCome = true;
      yield part;
    }
    hasCome = true;
  } catch (error) {
    run.fail(error);
    throw error;
  } finally {
    if (hasCome) run.succeed();
    else run.fail(new LeftStream());
  }
}

/** The run of a stream, as work that ends with it. The first outcome it is told counts. */
class Run {
  begin!: () => Promise<void>;
  succeed!: () => void;
  fail!: (error: unknown) => void;
  /** Resolves when the work is begun. */
  readonly begun: Promise<void>;

  constructor() {
    const outcome = new Promise<void>((resolve, reject) => {
      this.succeed = resolve;
      this.fail = reject;
    });
    outcome.catch(() => undefined);
    this.begun = new Promise((resolve) => {
      this.begin = () => {
        resolve();
        return outcome;
      };
    });
  }
}
