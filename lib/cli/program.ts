import { Command } from 'commander';
import { PACKAGE_VERSION } from '../transport/http/package-version.js';
import { batchCommand } from './batch/batch.command.js';
import { chatCommand } from './chat/chat.command.js';
import { completionCommand } from './completion/completion.command.js';
import { doctorCommand } from './doctor/doctor.command.js';
import { benchCommand, diffCommand } from './forms/forms.command.js';
import { healthCommand } from './health/health.command.js';
import { decodeCommand, decompressCommand } from './operations/decode.command.js';
import { compressCommand, encodeCommand, optimizeCommand } from './operations/encode.command.js';
import { serveCommand } from './serve/serve.command.js';
import { tokensCommand } from './tokens/tokens.command.js';

const EXAMPLES = `
Examples:
  $ npx nestjs-kaizen encode data.json
  $ cat data.json | npx nestjs-kaizen encode --model gpt-4o
  $ npx nestjs-kaizen serve --help

Exit codes: 0 done, 1 wrong usage, 2 bad input, 3 a service failed,
4 some items of a batch failed.`;

/** What each command is made of. It says what it takes; what does the work is imported when it runs. */
const COMMANDS: readonly (() => Command)[] = [
  encodeCommand,
  decodeCommand,
  compressCommand,
  decompressCommand,
  optimizeCommand,
  tokensCommand,
  batchCommand,
  chatCommand,
  diffCommand,
  benchCommand,
  healthCommand,
  doctorCommand,
  serveCommand,
  completionCommand,
];

/**
 * The `kaizen` command with all that it can do. It throws instead of ending the process, and leaves the
 * words about errors to who catches them.
 */
export function createProgram(): Command {
  const program = new Command('kaizen')
    .description('LLM prompts in fewer tokens, losslessly.')
    .version(PACKAGE_VERSION, '-V, --version', 'print the version')
    .option('--verbose', 'print the cause of an error too')
    .helpOption('-h, --help', 'print this')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', EXAMPLES)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  for (const make of COMMANDS) program.addCommand(make().copyInheritedSettings(program));
  return program;
}
