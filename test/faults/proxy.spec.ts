import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Certificates, makeCertificates } from './support/certificates.js';
import { PROMPT, PROXY_USER } from './support/canaries.js';
import { late, lost } from './support/failures.js';
import { byName, type Fault, type Scene, type Stage } from './support/fault.js';
import {
  behindProxy,
  denyTunnel,
  type ProxiedPlace,
  sawNoCredentials,
  tunnel,
  tunnelForUser,
  withUser,
} from './support/proxies.js';
import { refusingPort } from './support/refusing-port.js';
import {
  ok,
  reset,
  response,
  silence,
  write,
  writeAndEnd,
  writeAndReset,
} from './support/replies.js';
import { expectFault } from './support/run-fault.js';
import { ScriptedServer } from './support/scripted-server.js';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

/** A service over TLS, which the client trusts, behind a proxy. */
function secured(place: ProxiedPlace, certificate: keyof Certificates = 'service') {
  return (): Promise<Scene> => {
    const tls = certificates[certificate];
    const caBundle = certificates.authority.cert;
    return behindProxy({ ...place, tls, options: { caBundle, ...place.options } })();
  };
}

/** A proxy that is not there. */
async function nobody(): Promise<Scene> {
  const elsewhere = await ScriptedServer.open({ steps: [ok] });
  const { port, close } = await refusingPort();
  const options = { proxy: withUser(`http://127.0.0.1:${port}`) };
  return { baseUrl: elsewhere.url, elsewhere, options, close };
}

function expectNoCredentials({ scene }: Stage): void {
  expect(sawNoCredentials(scene)).toBe(true);
}

const call = ({ kaizen, signal }: Stage) => kaizen.promptsEncode({ prompt: PROMPT }, { signal });
const threeCalls = async (stage: Stage) => (await call(stage), await call(stage), call(stage));

const FAULTS: Fault[] = [
  {
    name: '61. it wants other credentials',
    scene: secured({ tunnels: [denyTunnel(407), tunnel] }),
    fails: lost(1, 'proxy', 'HTTP_407'),
    requests: 0,
    tunnels: 1,
    connections: 0,
    retries: [],
  },
  {
    name: 'it wants other credentials, for a service without TLS',
    scene: behindProxy({ tunnels: [denyTunnel(407), tunnel] }),
    fails: lost(1, 'proxy', 'HTTP_407'),
    requests: 0,
    tunnels: 1,
    connections: 0,
  },
  {
    name: 'it does not let anybody there',
    scene: secured({ tunnels: [denyTunnel(403), tunnel] }),
    fails: lost(1, 'proxy', 'HTTP_403'),
    tunnels: 1,
    connections: 0,
  },
  {
    name: '62. it answers 502 for ever',
    scene: secured({ tunnels: [denyTunnel(502)] }),
    fails: lost(3, 'proxy', 'HTTP_502'),
    tunnels: 3,
    connections: 0,
    retries: ['HTTP_502', 'HTTP_502'],
  },
  {
    name: 'it answers 502 once',
    scene: secured({ tunnels: [denyTunnel(502), tunnel] }),
    requests: 1,
    tunnels: 2,
    retries: ['HTTP_502'],
  },
  {
    name: '63. it never answers',
    scene: secured({ tunnels: [silence] }),
    options: { connectTimeoutMs: 300, maxRetries: 1 },
    fails: late(2, 'connect', 300),
    tunnels: 2,
    connections: 0,
    retries: ['timeout-connect'],
    atLeastMs: 600,
  },
  {
    name: 'it never answers, for a service without TLS',
    scene: behindProxy({ tunnels: [silence] }),
    options: { connectTimeoutMs: 300, maxRetries: 1 },
    fails: late(2, 'connect', 300),
    tunnels: 2,
    connections: 0,
    atLeastMs: 600,
  },
  {
    name: 'it answers half, and no more',
    scene: secured({ tunnels: [write('HTTP/1.1 200 OK\r\nx-fill')] }),
    options: { connectTimeoutMs: 300, maxRetries: 1 },
    fails: late(2, 'connect', 300),
    tunnels: 2,
    atLeastMs: 600,
  },
  {
    name: '64. it closes instead of an answer',
    scene: secured({ tunnels: [writeAndEnd()] }),
    fails: lost(3, 'proxy'),
    tunnels: 3,
    connections: 0,
  },
  {
    name: 'it resets instead of an answer',
    scene: secured({ tunnels: [reset] }),
    fails: lost(3, 'proxy', 'ECONNRESET'),
    tunnels: 3,
    connections: 0,
  },
  {
    name: 'it closes instead of an answer once',
    scene: behindProxy({ tunnels: [writeAndEnd(), tunnel] }),
    requests: 1,
    tunnels: 2,
  },
  {
    name: '65. it is not there',
    scene: nobody,
    fails: lost(3, 'proxy', 'ECONNREFUSED'),
    retries: ['ECONNREFUSED', 'ECONNREFUSED'],
  },
  {
    name: 'its name is not known',
    scene: async () => {
      const elsewhere = await ScriptedServer.open({ steps: [ok] });
      const options = { proxy: withUser('http://no-such-proxy.invalid:3128') };
      return { baseUrl: elsewhere.url, elsewhere, options };
    },
    fails: lost(3, 'proxy', expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/)),
  },
  {
    name: 'it is no proxy at all',
    scene: secured({ tunnels: [write('220 mail.example ESMTP\r\n\r\n')] }),
    fails: { ...lost(1, 'proxy'), with: { failure: 'proxy' } },
    connections: 0,
  },
  {
    name: 'it speaks TLS, with a certificate that it signed itself',
    scene: () => secured({ proxyTls: certificates.selfSigned })(),
    fails: lost(1, 'proxy', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
    tunnels: 0,
    connections: 0,
    retries: [],
  },
  {
    name: 'it opens a tunnel into silence',
    scene: secured({ tunnels: [write('HTTP/1.1 200 OK\r\n\r\n')] }),
    options: { connectTimeoutMs: 300, maxRetries: 1 },
    fails: late(2, 'connect', 300),
    tunnels: 2,
    atLeastMs: 600,
  },
];

const BEHIND: Fault[] = [
  {
    name: 'a service that answers',
    scene: secured({ tunnels: [tunnelForUser] }),
    call: threeCalls,
    requests: 3,
    tunnels: 1,
    connections: 1,
    also: expectNoCredentials,
  },
  {
    name: 'a service without TLS that answers',
    scene: behindProxy({ tunnels: [tunnelForUser] }),
    call: threeCalls,
    requests: 3,
    tunnels: 1,
    connections: 1,
    also: expectNoCredentials,
  },
  {
    name: 'that speaks TLS, a service that answers',
    scene: () => secured({ tunnels: [tunnelForUser], proxyTls: certificates.service })(),
    call: threeCalls,
    requests: 3,
    tunnels: 1,
    connections: 1,
    also: expectNoCredentials,
  },
  {
    name: 'a service, with the credentials given apart from the URL',
    scene: async () => {
      const scene = await secured({ tunnels: [tunnelForUser] })();
      const options = { ...scene.options, proxy: scene.proxy?.url ?? '', proxyAuth: PROXY_USER };
      return { ...scene, options };
    },
    requests: 1,
    tunnels: 1,
    also: expectNoCredentials,
  },
  {
    name: 'a service with an expired certificate',
    scene: secured({}, 'expired'),
    fails: lost(1, 'tls', 'CERT_HAS_EXPIRED'),
    requests: 0,
    tunnels: 1,
    retries: [],
  },
  {
    name: 'a service with the certificate of another host',
    scene: secured({}, 'otherHost'),
    fails: lost(1, 'tls', 'ERR_TLS_CERT_ALTNAME_INVALID'),
    requests: 0,
    tunnels: 1,
  },
  {
    name: 'a service with a certificate that it signed itself',
    scene: secured({}, 'selfSigned'),
    fails: lost(1, 'tls', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
    requests: 0,
    tunnels: 1,
  },
  {
    name: 'a service that resets in the middle of the body',
    scene: secured({ steps: [writeAndReset(response(200).subarray(0, -10)), ok] }),
    requests: 2,
    tunnels: 2,
    retries: ['ECONNRESET'],
  },
  {
    name: 'a service that resets its second request: a stale tunnel is never seen',
    scene: secured({ steps: [ok, reset, ok] }),
    options: { maxRetries: 0 },
    call: async (stage) => (await call(stage), call(stage)),
    requests: 3,
    tunnels: 2,
    connections: 2,
  },
  {
    name: 'a silent service',
    scene: secured({ steps: [silence] }),
    options: { readTimeoutMs: 300, maxRetries: 0 },
    fails: late(1, 'read', 300),
    requests: 1,
    tunnels: 1,
    atLeastMs: 300,
  },
];

/** The place, as the environment of the process names it. */
function byEnvironment(variables: (scene: Scene) => Record<string, string>): Fault['scene'] {
  return async () => {
    const scene = await behindProxy({ tunnels: [tunnelForUser] })();
    const own = variables(scene);
    Object.assign(process.env, own);
    const close = (): void => Object.keys(own).forEach((name) => delete process.env[name]);
    return { ...scene, options: { proxy: undefined }, close };
  };
}

const ENVIRONMENT: Fault[] = [
  {
    name: 'HTTP_PROXY is used',
    scene: byEnvironment(({ proxy }) => ({ HTTP_PROXY: withUser(proxy?.url ?? '') })),
    requests: 1,
    tunnels: 1,
  },
  {
    name: 'NO_PROXY is minded',
    scene: byEnvironment(({ proxy }) => ({
      HTTP_PROXY: withUser(proxy?.url ?? ''),
      NO_PROXY: '127.0.0.1',
    })),
    requests: 1,
    tunnels: 0,
  },
  {
    name: 'proxy: false means none',
    scene: byEnvironment(({ proxy }) => ({ HTTP_PROXY: withUser(proxy?.url ?? '') })),
    options: { proxy: false },
    requests: 1,
    tunnels: 0,
  },
  {
    name: 'noProxy is minded',
    scene: behindProxy({ options: { noProxy: ['127.0.0.1'] } }),
    requests: 1,
    tunnels: 0,
  },
];

describe('a proxy that fails', () => {
  it.each(byName(FAULTS))('%s', (_, fault) => expectFault(fault));
});

describe('behind a proxy', () => {
  it.each(byName(BEHIND))('%s', (_, fault) => expectFault(fault));
});

describe('which proxy', () => {
  it.each(byName(ENVIRONMENT))('%s', (_, fault) => expectFault(fault));
});
