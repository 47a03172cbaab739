import { createHash, createHmac } from 'node:crypto';
import type { BedrockRequest } from './bedrock-endpoint.js';

/** What AWS's Signature Version 4 of a request is, worked out from the request as it came. */
export function signatureOf({ path, headers, text }: BedrockRequest, secret: string): string {
  const authorization = headers.authorization ?? '';
  const [, scope = ''] = /Credential=[^/]+\/([^,]+)/.exec(authorization) ?? [];
  const [, signed = ''] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const lines = signed.split(';').map((name) => `${name}:${spaced(String(headers[name]))}\n`);
  const twiceEncoded = path.split('/').map(encodeURIComponent).join('/');
  const canonical = ['POST', twiceEncoded, '', lines.join(''), signed, sha256(text)].join('\n');
  const date = String(headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}

function spaced(value: string): string {
  return value.trim().replace(/\s+/g, ' ');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
