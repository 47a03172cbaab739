import { BlockList, isIP } from 'node:net';

/**
 * Whether a host is reached without a proxy.
 *
 * A name stands for itself and for all names under it, with or without a leading `.` or `*.`, as for
 * curl; `host:port` for that port alone; `10.0.0.0/8` for a range of addresses; `*` for every host.
 *
 * @param url Where the request goes.
 * @param exceptions What `NO_PROXY` or the option `noProxy` lists.
 */
export function isExempt(url: URL, exceptions: readonly string[]): boolean {
  const host = bare(url.hostname);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptions.some((exception) => matches(exception.trim().toLowerCase(), host, port));
}

function matches(exception: string, host: string, port: string): boolean {
  if (exception === '*') return true;
  const { name, only } = split(exception);
  if (name === '' || (only !== undefined && only !== port)) return false;
  if (isIP(host)) return name === host || isInRange(host, name);
  const suffix = name.replace(/^\*?\./, '');
  return host === suffix || host.endsWith(`.${suffix}`);
}

/** Splits the port off a host; an IPv6 address with one has brackets. */
function split(exception: string): { name: string; only?: string } {
  const parts = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(exception);
  return parts ? { name: bare(parts[1]!), only: parts[2]! } : { name: bare(exception) };
}

function isInRange(address: string, range: string): boolean {
  const [network = '', prefix = ''] = range.split('/');
  const family = familyOf(network);
  const bits = Number(prefix);
  if (!family || family !== familyOf(address) || !/^\d+$/.test(prefix)) return false;
  if (bits > (family === 'ipv4' ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(address, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  return ({ 4: 'ipv4', 6: 'ipv6' } as const)[isIP(address)];
}

function bare(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}
