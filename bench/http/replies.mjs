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
function resultOf(bytes) {
  const rows = [member(1)];
  while (JSON.stringify({ rows }).length < bytes) rows.push(member(rows.length + 1));
  return { rows };
}

function envelope(bytes) {
  const result = resultOf(bytes);
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

/** A whole HTTP reply of status 200 with a JSON body. */
export function jsonReply(body) {
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/json',
    'X-Request-ID: req_01JABCDEF',
    'Keep-Alive: timeout=60',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** The replies of the benchmark, by their size. */
export const REPLIES = {
  '1 KB': jsonReply(envelope(700)),
  '100 KB': jsonReply(envelope(100_000)),
};
