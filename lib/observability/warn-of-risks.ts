import type { ResolvedKaizenOptions } from '../options/kaizen-options.js';
import type { Reporter } from './reporter.js';

/** Says aloud, once for each client, where its options let others read what it sends. */
export function warnOfRisks(options: ResolvedKaizenOptions, reporter: Reporter): void {
  if (options.transport !== 'http') return;
  if (!options.rejectUnauthorized) {
    reporter.insecure(
      'rejectUnauthorized is false: any certificate is trusted, so whoever is on the way can read the API key and every prompt. Use caBundle for a certificate of your own.',
    );
  }
  if (options.apiKey !== undefined && isReadableOnTheWay(options.baseUrl)) {
    reporter.insecure(
      'baseUrl is plain http: the API key and every prompt can be read on the way. Use https.',
    );
  }
}

function isReadableOnTheWay(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return (
    protocol === 'http:' && !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  );
}
