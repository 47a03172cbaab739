import { KaizenError } from '../../errors/kaizen.error.js';
import { explain } from '../explain.js';
import { CliFailure } from '../cli-failure.js';
import { sayFlags } from '../support/option-flags.js';
import type { ChatFlags } from './chat-settings.js';
import { CHAT_FLAGS } from './chat-flags.js';

/** What options of a provider are called here. */
const FLAGS: Readonly<Record<string, string>> = {
  apiKey: '--provider-key-env',
  baseUrl: '--base-url',
  model: '--model',
  timeoutMs: '--timeout',
  apiVersion: '--api-version',
};

/** `the option "apiKey"`, `the options "model" and "baseUrl"`. */
const OPTIONS = /(?:the )?options? "(\w+)"(?: and "(\w+)")?/gi;

/** What came of a reply is printed, as far as it may be; an error has it for programs. */
const PARTIAL = / What came is in the error's "partialText"\./;
const WRONG_FORM = 'The reply is in the error\'s "partialText".';

/** Lists every option, though few of them are flags. */
const UNKNOWN = /^There is no \w+ option "(\w+)".*$/;

/** An error of a provider, with flags in the place of its options. */
export function sayChatFlags(error: unknown, flags: ChatFlags): unknown {
  if (!(error instanceof KaizenError)) return error;
  const { message, exitCode } = explain(error);
  const told = message
    .replace(
      UNKNOWN,
      (_, name: string) => `${flags.provider} takes no ${FLAGS[name] ?? name}. Leave it out.`,
    )
    .replace(PARTIAL, '')
    .replace(WRONG_FORM, 'Give --reply text to see it.');
  const said = sayFlags(told, flags, CHAT_FLAGS).replaceAll(OPTIONS, inFlags);
  return new CliFailure(said, exitCode, { cause: error });
}

function inFlags(words: string, one: string, other?: string): string {
  const names = [one, ...(other === undefined ? [] : [other])].map((name) => FLAGS[name]);
  return names.includes(undefined) ? words : names.join(' and ');
}
