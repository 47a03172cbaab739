import { connect } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { KaizenOptions } from 'nestjs-kaizen';
import { PROXY_CREDENTIALS, PROXY_USER } from './canaries.js';
import type { Scene } from './fault.js';
import { head, ok } from './replies.js';
import { type Script, ScriptedServer, type Step } from './scripted-server.js';

/** Opens the tunnel that is asked for. */
export const tunnel: Step = ({ request, socket, detach }) => {
  detach();
  const [host = '', port = ''] = request.target.split(':');
  const far = connect(Number(port), host, () => {
    socket.write(head(200, {}));
    far.pipe(socket).pipe(far);
  });
  far.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  socket.on('close', () => far.destroy());
};

/** Opens the tunnel for those who say that they are {@link PROXY_USER}. */
export const tunnelForUser: Step = (exchange) => {
  const isUser = exchange.request.headers['proxy-authorization'] === `Basic ${PROXY_CREDENTIALS}`;
  (isUser ? tunnel : denyTunnel(407))(exchange);
};

/** Refuses the tunnel with this status. */
export function denyTunnel(status: number): Step {
  return ({ socket }) => {
    const realm = { 'proxy-authenticate': 'Basic realm="proxy"' };
    socket.end(head(status, { 'content-length': '0', ...realm }));
  };
}

/** What a place behind a proxy is made of. */
export interface ProxiedPlace {
  /** What the proxy does with each request for a tunnel, the last for ever. */
  readonly tunnels?: readonly Step[];
  /** What the proxy does with each connection instead. */
  readonly connection?: Script['connection'];
  /** What the service behind it does. Default: it answers well. */
  readonly steps?: readonly Step[];
  /** Makes the service a TLS server. */
  readonly tls?: TlsOptions;
  /** Makes the proxy one. */
  readonly proxyTls?: TlsOptions;
  readonly options?: KaizenOptions;
}

/** A service behind a proxy; the client has the proxy's credentials in its URL. */
export function behindProxy(place: ProxiedPlace): () => Promise<Scene> {
  return async () => {
    const { tunnels = [tunnel], connection, steps = [ok], tls, proxyTls } = place;
    const service = await ScriptedServer.open({ steps, tls });
    const proxy = await ScriptedServer.open({ steps: tunnels, connection, tls: proxyTls });
    const options = { proxy: withUser(proxy.url), ...place.options };
    return { baseUrl: service.url, service, proxy, options };
  };
}

/** A proxy's URL that tells {@link PROXY_USER}, as a URL has to: percent-encoded. */
export function withUser(url: string): string {
  const { username, password } = PROXY_USER;
  return url.replace('//', `//${username}:${encodeURIComponent(password)}@`);
}

/** Who came through the proxy carries nothing that was for the proxy. */
export function sawNoCredentials({ service }: Scene): boolean {
  const seen = service?.requests ?? [];
  return seen.every(({ headers }) => !JSON.stringify(headers).includes(PROXY_CREDENTIALS));
}
