import { Command } from 'commander';
import { CLIENT_FLAGS } from '../client/client-flags.js';
import { addConfig, addJson } from '../support/command-parts.js';
import { addFlags, type ReadFlags } from '../support/option-flags.js';

const EXAMPLES = `
It looks at Node, the packages, the options and where they are from, proxies and
certificates, and asks the service when one is set. No secret is shown. It ends
with 1 when something here is wrong, and with 3 when only the service fails.

Examples:
  $ kaizen doctor
  $ kaizen doctor --base-url https://gateway.example/kaizen --timeout 5
  $ kaizen doctor --json > report.json`;

/** `kaizen doctor`: what is wrong here, and how to mend it. */
export function doctorCommand(): Command {
  const command = new Command('doctor')
    .summary('find what is wrong, and say how to mend it')
    .description('Finds what is wrong with the surroundings, and says how to mend it.')
    .addHelpText('after', EXAMPLES);
  addConfig(addJson(command, 'print the findings as JSON'));
  return addFlags(command, CLIENT_FLAGS).action(async (flags: ReadFlags) => {
    const { doctor } = await import('./doctor.js');
    await doctor(flags);
  });
}
