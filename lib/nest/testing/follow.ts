/** A call that is recorded: what came of it is put there. */
interface Outcome {
  result?: unknown;
  error?: unknown;
}

/** Notes what a call comes to, and passes it on. */
export async function follow<T>(call: Outcome, work: Promise<T>): Promise<T> {
  try {
    const result = await work;
    call.result = result;
    return result;
  } catch (error) {
    call.error = error;
    throw error;
  }
}

/** Notes a stream's last event, or what it fails with, and passes everything on. */
export function followStream<E extends { readonly type: string }>(
  call: Outcome,
  stream: AsyncGenerator<E, void, undefined>,
): AsyncGenerator<E, void, undefined> {
  const next = stream.next.bind(stream);
  // A generator around this one would keep its `return()` waiting for the event that is being made.
  return Object.assign(stream, {
    next: async () => {
      try {
        const step = await next();
        if (!step.done && step.value.type === 'done') call.result = step.value;
        return step;
      } catch (error) {
        call.error = error;
        throw error;
      }
    },
  });
}
