import type { Exchange } from '../http/exchange.js';

/**
 * Whether a request is of a web page that is not the server's own and that the CORS settings of the app do
 * not let in. A browser sends some requests without asking whether it may, and says whose they are.
 */
export function isFromOtherPage(exchange: Exchange): boolean {
  const { origin, host, 'sec-fetch-site': site } = exchange.request.headers;
  // Whatever the settings are, what lets a page read the answer is in the answer by now.
  const allowed = exchange.answerHeader('access-control-allow-origin');
  if (allowed === '*') return false;
  if (origin === undefined) return site === 'cross-site';
  return ![allowed, `http://${host}`, `https://${host}`].includes(origin);
}
