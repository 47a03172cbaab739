const PAGE = 'nestjs-kaizen/docs/TROUBLESHOOTING.md';

function section(anchor: string): string {
  return `${PAGE}#${anchor}`;
}

/** The sections that tell more of an error, on a page that the package brings along. */
export const HELP = {
  certificates: section('certificates'),
  connection: section('the-service-is-not-reached'),
  dependency: section('a-package-is-missing'),
  load: section('the-event-loop'),
  provider: section('a-models-vendor'),
  refusal: section('the-service-refuses'),
  response: section('it-answers-something-else'),
  timeout: section('a-clock-ran-out'),
} as const;

/** The message with the section at its end; an error that repeats another's has it already. */
export function withHelp(message: string, help: string): string {
  const see = `See ${help}.`;
  return message.endsWith(see) ? message : `${message} ${see}`;
}
