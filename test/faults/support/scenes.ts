import type { TlsOptions } from 'node:tls';
import type { Fault, Scene } from './fault.js';
import { type Script, ScriptedServer, type Step } from './scripted-server.js';

/** A place with nothing but a service that answers as told: request by request, the last for ever. */
export function service(...steps: readonly Step[]): Fault['scene'] {
  return scripted({ steps });
}

/** The same over TLS. */
export function tlsService(tls: TlsOptions, ...steps: readonly Step[]): Fault['scene'] {
  return scripted({ tls, steps });
}

/** A place with nothing but a server that follows this script. */
export function scripted(script: Script): () => Promise<Scene> {
  return async () => {
    const server = await ScriptedServer.open(script);
    return { baseUrl: server.url, service: server };
  };
}
