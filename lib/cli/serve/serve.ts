import { KaizenOptionsError } from '../../errors/options.error.js';
import type { KaizenLogLevel } from '../../options/report-options.js';
import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';
import { type ReadFlags, sayFlags } from '../support/option-flags.js';
import { ShutdownSignals } from '../support/shutdown-signals.js';
import { StderrLogger } from '../support/stderr-logger.js';
import { explainListening } from './explain-listening.js';
import { readServeFlags } from './read-serve-flags.js';
import { SERVE_FLAGS } from './serve-flags.js';

/**
 * Serves the API until a signal asks to end, and has ended when it resolves. Prints its address on
 * standard output.
 *
 * @param flags What commander read.
 * @throws {@link CliFailure} for a wrong option, and when it cannot listen where it shall.
 */
export async function serve(flags: ReadFlags): Promise<void> {
  const signals = new ShutdownSignals();
  const logger = new StderrLogger({
    level: flags['logLevel'] as KaizenLogLevel,
    json: flags['logJson'] === true,
  });
  const server = await start(flags, logger).catch((error: unknown) => {
    signals.forget();
    throw error;
  });
  process.stdout.write(`The Kaizen API is on ${server.url}\n`);
  logger.log(`${await signals.first}: requests under way are finished first`);
  await server.close();
}

async function start(flags: ReadFlags, logger: StderrLogger) {
  // All of Nest comes with it: not before it is needed.
  const { serveKaizen } = await import('../../server/serve/create-kaizen-server.js');
  try {
    return await serveKaizen({ ...readServeFlags(flags), logger });
  } catch (cause) {
    if (!(cause instanceof KaizenOptionsError)) throw explainListening(cause) ?? cause;
    throw new CliFailure(sayFlags(cause.message, flags, SERVE_FLAGS), EXIT_CODE.usage, { cause });
  }
}
