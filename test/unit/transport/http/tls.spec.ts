import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { KaizenOptionsError } from '../../../../lib/errors/options.error.js';
import type { ConnectionOptions } from '../../../../lib/transport/http/sockets/agents.js';
import { type Certificates, makeCertificates } from '../../../faults/support/certificates.js';
import { tunnel } from '../../../faults/support/proxies.js';
import { ok, reply } from '../../../faults/support/replies.js';
import { type Script, ScriptedServer } from '../../../faults/support/scripted-server.js';
import { CompiledLib } from '../../../support/compiled-lib.js';
import { CONNECTION, failureOf, socketClient } from './socket-client.js';

let certificates: Certificates;
let folder: string;
const opened: { close: () => unknown }[] = [];

beforeAll(async () => {
  certificates = await makeCertificates();
  folder = await mkdtemp(path.join(tmpdir(), 'kaizen-tls-'));
});
afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});
afterAll(() => rm(folder, { recursive: true }));

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await ScriptedServer.open(script);
  opened.push(server);
  return server;
}

function client(url: string, options: Partial<ConnectionOptions>) {
  const made = socketClient(url, options);
  opened.push(made.agents);
  return made.axios;
}

async function fileOf(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

/** A key that needs a passphrase. */
function encrypted(key: string, passphrase: string): string {
  const cipher = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
  return createPrivateKey(key).export(cipher).toString();
}

describe('whom a client trusts', () => {
  it('is read from text, from a file, and from a list of both', async () => {
    const server = await serve({ tls: certificates.service, steps: [ok] });
    const text = `The authority of this place\n${certificates.authority.cert}`;
    const file = await fileOf('ca.pem', certificates.strangersAuthority.cert + text);
    for (const caBundle of [text, file, [certificates.strangersAuthority.cert, file]]) {
      await expect(client(server.url, { caBundle }).get('')).resolves.toHaveProperty('status', 200);
    }
  });

  it('is nobody else when the bundle stands in the place of all', async () => {
    const caBundle = certificates.strangersAuthority.cert;
    const server = await serve({ tls: certificates.service, steps: [ok] });
    const axios = client(server.url, { caBundle, caBundleMode: 'replace' });
    const { error } = await failureOf(axios.get(''));
    expect(error?.code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('is everybody only when told so', async () => {
    const server = await serve({ tls: certificates.otherHost, steps: [ok] });
    const { error } = await failureOf(client(server.url, {}).get(''));
    expect(error?.code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    const careless = client(server.url, { rejectUnauthorized: false });
    await expect(careless.get('')).resolves.toHaveProperty('status', 200);
  });

  it('is whoever NODE_EXTRA_CA_CERTS names as well, beside a bundle', async () => {
    const server = await serve({ tls: certificates.service, steps: [ok] });
    const extra = await fileOf('extra.pem', certificates.authority.cert);
    const lib = new CompiledLib('tls');
    opened.push({ close: () => lib.remove() });
    await lib.make();
    const options = { ...CONNECTION, caBundle: certificates.strangersAuthority.cert };
    const code = `
      import https from 'node:https';
      import { createAgents } from ${JSON.stringify(lib.url('transport/http/sockets/agents.js'))};
      const { httpsAgent: agent } = createAgents(${JSON.stringify(options)}, '${server.url}');
      const tell = (said) => console.log(said);
      https.get('${server.url}', { agent }, ({ statusCode }) => tell(statusCode) ?? agent.destroy())
        .on('error', ({ code }) => tell(code));
    `;
    const run = (env: NodeJS.ProcessEnv) =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
        env: { ...process.env, ...env },
      });
    await expect(run({ NODE_EXTRA_CA_CERTS: extra })).resolves.toHaveProperty('stdout', '200\n');
    await expect(run({ NODE_EXTRA_CA_CERTS: '' })).resolves.toHaveProperty(
      'stdout',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE\n',
    );
  });
});

describe('the certificate of a client', () => {
  const asking = (): Script => ({
    steps: [
      ({ socket, ...exchange }) => {
        const { subject } = (socket as TLSSocket).getPeerCertificate();
        reply(200, JSON.stringify(subject?.CN ?? null))({ socket, ...exchange });
      },
    ],
    tls: {
      ...certificates.service,
      ca: certificates.authority.cert,
      requestCert: true,
      rejectUnauthorized: false,
    },
  });
  const own = (): Partial<ConnectionOptions> => ({
    caBundle: certificates.authority.cert,
    clientCert: certificates.client.cert,
    clientKey: certificates.client.key,
  });

  it('is shown to a service that asks for it', async () => {
    const { url } = await serve(asking());
    await expect(client(url, own()).get('')).resolves.toHaveProperty('data', 'client');
  });

  it('may have a key with a passphrase, and both may be files', async () => {
    const { url } = await serve(asking());
    const clientKey = await fileOf('key.pem', encrypted(certificates.client.key, 'sesame'));
    const clientCert = await fileOf('cert.pem', certificates.client.cert);
    const options = { ...own(), clientCert, clientKey, clientKeyPassphrase: 'sesame' };
    await expect(client(url, options).get('')).resolves.toHaveProperty('data', 'client');
  });

  it('is not shown to a proxy', async () => {
    const seen: unknown[] = [];
    const service = await serve(asking());
    const { url } = await serve({
      ...asking(),
      steps: [
        (exchange) => {
          seen.push((exchange.socket as TLSSocket).getPeerCertificate().subject?.CN);
          tunnel(exchange);
        },
      ],
    });
    const axios = client(service.url, { ...own(), proxy: url });
    await expect(axios.get('')).resolves.toHaveProperty('data', 'client');
    expect(seen).toEqual([undefined]);
  });
});

describe('a file or text that is no good is told when the client is made', () => {
  const broken = '-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----';
  const { service, client: own } = {
    service: () => certificates.service,
    client: () => certificates.client,
  };
  const CASES: [string, string, string, () => Partial<ConnectionOptions>][] = [
    ['no such file', 'caBundle', 'ENOENT', () => ({ caBundle: '/no/such/secret.pem' })],
    ['a folder', 'caBundle', 'EISDIR', () => ({ caBundle: folder })],
    ['a key for a certificate', 'caBundle', 'no certificate', () => ({ caBundle: own().key })],
    ['an empty item', 'caBundle', 'broken', () => ({ caBundle: [service().cert, broken] })],
    [
      'a broken certificate',
      'clientCert',
      'broken',
      () => ({ clientCert: broken, clientKey: own().key }),
    ],
    ['a certificate alone', 'clientKey', 'needs', () => ({ clientCert: own().cert })],
    ['a key alone', 'clientCert', 'needs', () => ({ clientKey: own().key })],
    ['no key', 'clientKey', 'no key', () => ({ clientCert: own().cert, clientKey: own().cert })],
    [
      'the key of another',
      'clientKey',
      'not the key',
      () => ({ clientCert: own().cert, clientKey: service().key }),
    ],
    [
      'no passphrase',
      'clientKey',
      'clientKeyPassphrase',
      () => ({ clientCert: own().cert, clientKey: encrypted(own().key, 'secret') }),
    ],
    [
      'a wrong passphrase',
      'clientKey',
      'clientKeyPassphrase opens',
      () => ({
        clientCert: own().cert,
        clientKey: encrypted(own().key, 'open'),
        clientKeyPassphrase: 'secret',
      }),
    ],
  ];

  it.each(CASES)('%s', (_, option, words, options) => {
    const make = () => socketClient('https://localhost:1/', options());
    expect(make).toThrow(KaizenOptionsError);
    expect(make).toThrow(
      expect.objectContaining({ option, message: expect.stringContaining(words) }),
    );
    expect(make).not.toThrow(/secret|BEGIN/);
  });
});
