/** Talks with a process that was forked. */
import { once } from 'node:events';

/** The next message of a process; fails when it ends without one. */
export async function answerOf(child) {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error(`${child.spawnargs.slice(1).join(' ')} ended early`);
  });
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), ended]);
    return answer;
  } finally {
    ended.catch(() => {});
    over.abort();
  }
}

/** Sends a process a message, and gives its answer. */
export function ask(child, message) {
  child.send(message);
  return answerOf(child);
}
