/** Replies of `POST /v1/prompts/decode` as the service documents them, with a result of a chosen size. */

const MEMBER = {
  role: 'editor',
  active: true,
  score: 98.25,
  visits: 1041,
  tags: ['a', 'b', 'c'],
  address: { city: 'Utrecht', country: 'NL', postcode: '3511 AB' },
  note: 'Prefers to be written to, on weekdays, before noon; see the history of the account.',
  joined: '2024-03-01T09:30:00Z',
};

const member = (id) => ({ id, email: `member.${id}@example.com`, ...MEMBER });

/** A list of records of about 330 bytes each. */
export function resultOf(bytes) {
  const rows = [member(1)];
  while (JSON.stringify({ rows }).length < bytes) rows.push(member(rows.length + 1));
  return { rows };
}

/** The documented envelope around a result. */
export function envelopeOf(result) {
  const size = JSON.stringify(result).length;
  return JSON.stringify({
    status: 'ok',
    operation: 'prompts.decode',
    result,
    stats: { original_bytes: size, compressed_bytes: Math.round(size * 0.6), reduction_ratio: 0.6 },
    meta: { auto_detected_json: false, embedded_json_count: 0 },
    metadata: { tenant: 'example' },
  });
}

/** A whole HTTP reply. */
export function replyOf(body, { code = 200, headers = {} } = {}) {
  const all = {
    'content-type': 'application/json',
    'x-request-id': 'req_01JABCDEF',
    'keep-alive': 'timeout=60',
    'content-length': Buffer.byteLength(body),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${code} -\r\n${lines.join('')}\r\n${body}`);
}

/** The replies of the benchmark, by their size. */
export const REPLIES = {
  '1 KB': replyOf(envelopeOf(resultOf(650))),
  '100 KB': replyOf(envelopeOf(resultOf(100_000))),
};
