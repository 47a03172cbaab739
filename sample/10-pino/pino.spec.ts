import { beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { PinoLoggerService } from './src/pino-logger.service.js';
import { writeLines } from './src/write-lines.js';

type Line = Readonly<Record<string, unknown>>;
const [DEBUG, INFO, WARN, ERROR] = [20, 30, 40, 50];
let text = '';
let lines: Line[];

beforeAll(async () => {
  await writeLines({ write: (line) => void (text += line) });
  const all = text.trim().split('\n');
  lines = all.map((line) => JSON.parse(line) as Line).filter(({ context }) => context === 'Kaizen');
});

describe('the lines of the client', () => {
  it('are of each call, at the level that it deserves', () => {
    const seen = lines.map(({ level, event, requestId }) => [level, event, requestId]);
    expect(seen).toEqual([
      [DEBUG, 'kaizen.request', 'call-0'],
      [INFO, 'kaizen.response', 'call-0'],
      [DEBUG, 'kaizen.request', 'call-1'],
      [WARN, 'kaizen.retry', 'call-1'],
      [INFO, 'kaizen.response', 'call-1'],
      [DEBUG, 'kaizen.request', 'call-2'],
      [ERROR, 'kaizen.response', 'call-2'],
    ]);
  });

  it('have fields that machines read, and a text that people do', () => {
    const [, well] = lines;
    expect(well).toMatchObject({
      msg: expect.stringMatching(/^\[default\] promptsEncode ok in .* http \[call-0\]$/),
      client: 'default',
      operation: 'promptsEncode',
      outcome: 'ok',
      servedBy: 'http',
      jsonBytes: 115,
      ktofBytes: 75,
    });
    expect(lines.at(-1)).toMatchObject({ errorCode: 'KAIZEN_VALIDATION_FAILED', statusCode: 400 });
  });

  it('show neither the prompt nor the key', () => {
    expect(text).not.toMatch(/ada@|"sample"/);
  });

  it('stand beside those of the app', () => {
    expect(text).toMatch(/"level":30,.*"context":"NestFactory","msg":"Starting Nest application/);
  });
});

describe('PinoLoggerService', () => {
  it('writes texts, fields, errors and stacks', () => {
    const written: unknown[] = [];
    const write = (line: string) => void written.push(JSON.parse(line));
    const logger = new PinoLoggerService(
      pino({ level: 'trace', base: {}, timestamp: false }, { write }),
    );
    logger.verbose('text', 'Context');
    logger.error('failed', 'stack of it', 'Context');
    logger.warn({ orders: 3 }, 'Context');
    logger.fatal(new TypeError('gone'), 'Context');
    expect(written).toEqual([
      { level: 10, context: 'Context', msg: 'text' },
      { level: ERROR, context: 'Context', stack: 'stack of it', msg: 'failed' },
      { level: WARN, context: 'Context', orders: 3 },
      {
        level: 60,
        context: 'Context',
        err: expect.objectContaining({ type: 'TypeError', message: 'gone' }),
        msg: 'gone',
      },
    ]);
  });
});
