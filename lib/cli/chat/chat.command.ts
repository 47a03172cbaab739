import { type Command, Option } from 'commander';
import { addConfig, addJson, inputCommand } from '../support/command-parts.js';
import { addFlags } from '../support/option-flags.js';
import { collect } from '../support/read-values.js';
import type { ChatFlags } from './chat-settings.js';
import { CHAT_FLAGS } from './chat-flags.js';
import { PROVIDER_NAMES } from './provider-names.js';

const EXAMPLES = `
The key is read from the variable that the vendor's package reads, such as
OPENAI_API_KEY, or from the one that --provider-key-env names. The data is
compressed here; nothing goes to anybody but the vendor. The reply is printed as
it comes, with --reply json or ktof as JSON when it is complete; what it took is
told on standard error. Without a prompt, on a terminal, it is a conversation,
which Ctrl-D ends. Needs the vendor's package: npm install openai

Examples:
  $ kaizen chat --provider openai -m gpt-4o --prompt "Say hello"
  $ kaizen chat --provider anthropic -m claude-sonnet-5 --data orders.json \\
      --prompt "Which order is late?"
  $ cat mail.txt | kaizen chat --provider openai -m gpt-4o --reply json | jq .
  $ kaizen chat --provider openAiCompatible -m llama3.2 \\
      --base-url http://localhost:11434/v1`;

/** `kaizen chat`: a model is asked, with compressed data. */
export function chatCommand(): Command {
  const command = inputCommand('chat', 'ask a model, with data in fewer tokens')
    .description("Asks a model at its vendor, with the prompt's data compressed.")
    .addOption(
      new Option('--provider <name>', 'who is asked').choices(PROVIDER_NAMES).makeOptionMandatory(),
    )
    .option('--provider-key-env <name>', 'the variable that holds the key')
    .option('--system <text>', 'what the model is told to be')
    .option('--data <path>', 'JSON that goes with the prompt; may be repeated', collect)
    .addOption(
      new Option('--reply <form>', 'what the reply has to be').choices(['text', 'json', 'ktof']),
    )
    .addHelpText('after', EXAMPLES);
  addConfig(addJson(command, 'print text, data, usage and receipt as JSON'));
  addFlags(command, CHAT_FLAGS);
  return command.action(async (file: string | undefined, flags: ChatFlags) => {
    const { chat } = await import('./chat.js');
    await chat(file, flags);
  });
}
