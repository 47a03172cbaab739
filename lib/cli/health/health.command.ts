import { Command } from 'commander';
import { SERVICE_FLAGS } from '../client/client-flags.js';
import { addConfig, addJson } from '../support/command-parts.js';
import { addFlags, type ReadFlags } from '../support/option-flags.js';

const EXAMPLES = `
It ends with 3 when the service does not answer.

Examples:
  $ kaizen health
  $ kaizen health --base-url http://localhost:8080 --timeout 2
  $ kaizen health --json`;

/** `kaizen health`: whether the service answers. */
export function healthCommand(): Command {
  const command = new Command('health')
    .summary('ask whether the service answers')
    .description('Asks whether the service, or the engine in this process, answers.')
    .addHelpText('after', EXAMPLES);
  addConfig(addJson(command, 'print the answer as JSON'));
  return addFlags(command, SERVICE_FLAGS).action(async (flags: ReadFlags) => {
    const { health } = await import('./health.js');
    await health(flags);
  });
}
