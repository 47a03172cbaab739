import { Command, Option } from 'commander';
import { addFlags, type ReadFlags } from '../support/option-flags.js';
import { SERVE_FLAGS } from './serve-flags.js';

const EXAMPLES = `
Examples:
  $ npm install nestjs-kaizen @nestjs/platform-fastify
  $ npx nestjs-kaizen serve
  $ KAIZEN_SERVER_KEYS="$KEY" npx nestjs-kaizen serve --host 0.0.0.0
  $ npx nestjs-kaizen serve --key-file keys.txt --rate-limit 600

SIGTERM or Ctrl-C lets requests finish; a second one ends at once.`;

/** `kaizen serve`: the API of this package as a server, until a signal ends it. */
export function serveCommand(): Command {
  const command = new Command('serve')
    .summary('serve the Kaizen API on this machine')
    .description('Serves the Kaizen API on this machine, until SIGTERM or Ctrl-C.')
    .addHelpText('after', EXAMPLES);
  addFlags(command, SERVE_FLAGS);
  addLogging(command);
  return command.action(async (flags: ReadFlags) => {
    const { serve } = await import('./serve.js');
    await serve(flags);
  });
}

function addLogging(command: Command): void {
  const level = new Option('--log-level <level>', 'what is logged to standard error')
    .choices(['off', 'error', 'warn', 'info', 'debug'])
    .default('warn');
  const json = new Option('--log-json', 'log JSON, a line for each message');
  for (const option of [level, json]) command.addOption(option.helpGroup('What it tells:'));
}
