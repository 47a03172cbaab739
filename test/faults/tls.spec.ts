import { beforeAll, describe, expect, it } from '@jest/globals';
import type { TlsOptions } from 'node:tls';
import { type Certificates, makeCertificates } from './support/certificates.js';
import { PROMPT } from './support/canaries.js';
import { late, lost, wrong } from './support/failures.js';
import { byName, type Fault, type Scene, type Stage } from './support/fault.js';
import { ok, reply, reset, response, writeAndReset } from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { scripted, tlsService } from './support/scenes.js';
import type { Script, Step } from './support/scripted-server.js';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

/** A service with this certificate, for a client that trusts the authority of most of them. */
function secured(
  certificate: keyof Certificates,
  steps: readonly Step[] = [ok],
  tls: () => TlsOptions = () => ({}),
): () => Promise<Scene> {
  return async () => {
    const scene = await tlsService({ ...certificates[certificate], ...tls() }, ...steps)();
    return { ...scene, options: { caBundle: certificates.authority.cert } };
  };
}

/** A server without TLS where the client expects it. */
function unsecured(script: Script): () => Promise<Scene> {
  return async () => {
    const scene = await scripted(script)();
    return { ...scene, baseUrl: scene.baseUrl.replace('http:', 'https:') };
  };
}

const onlyOnce = { requests: 0, connections: 1, retries: [] };

const UNTRUSTED: Fault[] = [
  {
    name: '55. a certificate that it signed itself',
    scene: secured('selfSigned'),
    fails: lost(1, 'tls', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
    ...onlyOnce,
  },
  {
    name: '56. a certificate that has expired',
    scene: secured('expired'),
    fails: lost(1, 'tls', 'CERT_HAS_EXPIRED'),
    ...onlyOnce,
  },
  {
    name: 'a certificate that does not hold yet',
    scene: secured('notYetValid'),
    fails: lost(1, 'tls', 'CERT_NOT_YET_VALID'),
    ...onlyOnce,
  },
  {
    name: '57. the certificate of another host',
    scene: secured('otherHost'),
    fails: lost(1, 'tls', 'ERR_TLS_CERT_ALTNAME_INVALID'),
    ...onlyOnce,
  },
  {
    name: '58. a certificate of an authority that nobody knows',
    scene: secured('stranger'),
    fails: lost(1, 'tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    ...onlyOnce,
  },
  {
    name: '59. no TLS at all',
    scene: unsecured({
      connection: (socket) => socket.once('data', () => socket.end(response(400))),
    }),
    fails: lost(1, 'tls', expect.stringMatching(/^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER)$/)),
    ...onlyOnce,
  },
  {
    name: 'a version of TLS that is no longer safe',
    scene: secured('service', [ok], () => ({
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })),
    fails: lost(1, 'tls'),
    ...onlyOnce,
  },
  {
    name: 'a wish for a certificate that the client has not',
    scene: secured('service', [ok], () => ({
      requestCert: true,
      ca: certificates.authority.cert,
    })),
    fails: lost(1, 'tls'),
    ...onlyOnce,
  },
];

const BROKEN: Fault[] = [
  {
    name: '60. a handshake that stalls',
    scene: unsecured({ connection: () => undefined }),
    options: { connectTimeoutMs: 300, maxRetries: 1 },
    fails: late(2, 'connect', 300),
    connections: 2,
    retries: ['timeout-connect'],
    atLeastMs: 600,
  },
  {
    name: 'a handshake that is cut by a reset',
    scene: unsecured({
      connection: (socket) => socket.once('data', () => socket.resetAndDestroy()),
    }),
    fails: lost(3, 'reset', 'ECONNRESET'),
    connections: 3,
  },
  {
    name: 'a handshake that is ended',
    scene: unsecured({ connection: (socket) => socket.once('data', () => socket.end()) }),
    fails: lost(3, 'reset', 'ECONNRESET'),
    connections: 3,
  },
  {
    name: 'a reset before the headers',
    scene: secured('service', [reset, ok]),
    requests: 2,
    retries: ['ECONNRESET'],
  },
  {
    name: 'a reset in the middle of the body',
    scene: secured('service', [writeAndReset(response(200).subarray(0, -10)), ok]),
    requests: 2,
    retries: ['ECONNRESET'],
  },
  {
    name: 'a stale connection',
    scene: secured('service', [ok, reset, ok]),
    options: { maxRetries: 0 },
    call: async ({ kaizen }) => {
      await kaizen.promptsEncode({ prompt: PROMPT });
      return kaizen.promptsEncode({ prompt: PROMPT });
    },
    requests: 3,
    connections: 2,
  },
  {
    name: 'a redirect to where there is no TLS',
    scene: secured('service', [reply(308, '', { location: 'http://127.0.0.1:9/' })]),
    fails: wrong('redirect', { statusCode: 308 }),
    requests: 1,
  },
];

const client = () => ({
  clientCert: certificates.client.cert,
  clientKey: certificates.client.key,
});

/** Tells the client what is only known once the certificates are made. */
function knowing(scene: () => Promise<Scene>, options: () => Scene['options']): Fault['scene'] {
  return async () => {
    const place = await scene();
    return { ...place, options: { ...place.options, ...options() } };
  };
}

function expectLoudWarning({ told }: Stage): void {
  expect(told.join('\n')).toContain('rejectUnauthorized');
}

const TRUSTED: Fault[] = [
  {
    name: 'the certificate of an authority of its own',
    scene: secured('service'),
    requests: 1,
  },
  {
    name: 'an authority in the place of all others',
    scene: knowing(secured('service'), () => ({ caBundleMode: 'replace' })),
    requests: 1,
  },
  {
    name: 'several authorities',
    scene: knowing(secured('stranger'), () => ({
      caBundle: [certificates.authority.cert, certificates.strangersAuthority.cert],
    })),
    requests: 1,
  },
  {
    name: 'a client that shows its certificate',
    scene: knowing(
      secured('service', [ok], () => ({ requestCert: true, ca: certificates.authority.cert })),
      client,
    ),
    requests: 1,
  },
  {
    name: 'anybody, when told to',
    scene: secured('expired'),
    options: { rejectUnauthorized: false },
    requests: 1,
    also: expectLoudWarning,
  },
];

describe('a certificate that is not trusted is told at once', () => {
  it.each(byName(UNTRUSTED))('%s', (_, fault) => expectFault(fault));
});

describe('a secure connection that breaks', () => {
  it.each(byName(BROKEN))('%s', (_, fault) => expectFault(fault));
});

describe('a secure connection comes about with', () => {
  it.each(byName(TRUSTED))('%s', (_, fault) => expectFault(fault));
});
