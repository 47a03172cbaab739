import type { KaizenService } from 'nestjs-kaizen';
import type { Car } from './cars.js';
import type { Terminal } from './terminal.js';

/** Shows the rows of a reply while it is still arriving: what is typed below, what is complete above. */
export async function showReply(
  kaizen: KaizenService,
  url: string,
  terminal: Terminal,
): Promise<void> {
  const { body } = await fetch(url);
  if (!body) throw new Error('The reply is empty.');
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  for await (const event of kaizen.promptsDecodeStream(typedOut(body, terminal))) {
    if (event.type === 'done') {
      terminal.line(
        `${seconds()}  end of the reply: ${event.stats.savedPercent.toFixed(0)} % saved`,
      );
    } else if (event.path[0] === 'cars') {
      terminal.line(`${seconds()}  ${describe(event.value as unknown as Car)}`);
    } else terminal.line(`${seconds()}  ${event.path.join('.')}: ${JSON.stringify(event.value)}`);
  }
}

function describe({ Name, Horsepower, Year }: Car): string {
  return `${Name.padEnd(33)} ${String(Horsepower).padStart(3)} hp  ${Year.slice(0, 4)}`;
}

/** The bytes as they come. The line that is being typed is shown. */
async function* typedOut(
  bytes: AsyncIterable<Uint8Array>,
  terminal: Terminal,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let typed = '';
  for await (const chunk of bytes) {
    typed += decoder.decode(chunk, { stream: true });
    typed = typed.slice(typed.lastIndexOf('\n') + 1);
    terminal.live(`       ${typed.trim()}▌`);
    yield chunk;
  }
}
