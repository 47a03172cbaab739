import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';

/** What a system's error says of where a server was to listen. */
interface ListenError {
  readonly code?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
}

const SAYINGS: Readonly<Record<string, (error: ListenError) => string>> = {
  EADDRINUSE: ({ port }) =>
    `Port ${port} is in use. End what uses it, or choose another port with --port.`,
  EACCES: ({ port }) =>
    `Port ${port} is not open to this user. Choose one from 1024 on with --port.`,
  EADDRNOTAVAIL: noSuchAddress,
  ENOTFOUND: noSuchAddress,
  EAI_AGAIN: noSuchAddress,
};

/** The failure that a server cannot listen where it shall; `undefined` when the error is another one. */
export function explainListening(cause: unknown): CliFailure | undefined {
  const error = (cause ?? {}) as ListenError;
  const say = SAYINGS[error.code ?? ''];
  return say && new CliFailure(say(error), EXIT_CODE.service, { cause });
}

function noSuchAddress({ address, hostname }: ListenError): string {
  const host = address ?? hostname ?? 'The host';
  return `${host} is no address of this machine. Choose another with --host, 0.0.0.0 for all.`;
}
