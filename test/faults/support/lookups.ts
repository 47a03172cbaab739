import { isIP } from 'node:net';
import dns, { type LookupAddress } from 'node:dns';

type Answer = (error: NodeJS.ErrnoException | null, found?: LookupAddress[]) => void;

/** How a name is looked up: what happens the first time, the second time, and so on. */
export type Lookup = (answer: Answer) => void;

/** The name that {@link scriptLookups} decides on. It exists nowhere: RFC 2606. */
export const SCRIPTED_HOST = 'kaizen.invalid';

/** The name server has no time: what is asked may exist or not. */
export const temporaryFailure: Lookup = (answer) => {
  const error = new Error(`getaddrinfo EAI_AGAIN ${SCRIPTED_HOST}`);
  answer(Object.assign(error, { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }));
};

/** The name server says nothing. */
export const noAnswer: Lookup = () => undefined;

/** The name is found, with these addresses of this machine. */
export function foundAt(...addresses: readonly string[]): Lookup {
  return (answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: isIP(address) })),
    );
}

/** The name is found: it is this machine. */
export const found = foundAt('127.0.0.1');

/**
 * Has the lookups of {@link SCRIPTED_HOST} answered as told, the last way for ever; those of other
 * names go on as ever. No name server fails on demand, so this stands in for one.
 *
 * @returns What ends it.
 */
export function scriptLookups(...script: readonly Lookup[]): () => void {
  const original = dns.lookup;
  let count = 0;
  const scripted = (host: string, options: dns.LookupAllOptions, done: Answer): void => {
    if (host !== SCRIPTED_HOST) return original(host, options, done);
    const lookup = script[Math.min(count++, script.length - 1)] ?? noAnswer;
    setImmediate(() => lookup(asAsked(options, done)));
  };
  dns.lookup = scripted as unknown as typeof dns.lookup;
  return () => void (dns.lookup = original);
}

/** Node asks for every address of a name, or for one. */
function asAsked({ all }: dns.LookupAllOptions, done: (...given: never[]) => void): Answer {
  const tell = done as (error: unknown, address?: unknown, family?: number) => void;
  return (error, addresses = []) => {
    if (error || all) tell(error, addresses);
    else tell(null, addresses[0]?.address, addresses[0]?.family);
  };
}
