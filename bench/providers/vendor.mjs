// A vendor of OpenAI's shape in a process of its own: answers each chat after `LATENCY_MS`, in one or in pieces.
import { createServer } from 'node:http';

const LATENCY_MS = Number(process.env.LATENCY_MS ?? 0);
const TEXT = 'Order 17 is late. '.repeat(4);
const USAGE = { prompt_tokens: 2000, completion_tokens: 20, total_tokens: 2020 };
const BASE = { id: 'chat-1', created: 1_790_000_000, model: 'model-1' };

const ANSWER = JSON.stringify({
  ...BASE,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: TEXT }, finish_reason: 'stop' }],
  usage: USAGE,
});

function chunk(delta, finish_reason = null) {
  const choices = [{ index: 0, delta, finish_reason }];
  return `data: ${JSON.stringify({ ...BASE, object: 'chat.completion.chunk', choices })}\n\n`;
}

const EVENTS = [
  ...(TEXT.match(/.{1,6}/g) ?? []).map((content) => chunk({ content })),
  chunk({}, 'stop'),
  `data: ${JSON.stringify({ ...BASE, object: 'chat.completion.chunk', choices: [], usage: USAGE })}\n\n`,
  'data: [DONE]\n\n',
];

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text) => (body += text));
  request.on('end', () =>
    setTimeout(() => {
      if (!body.includes('"stream":true')) {
        return void response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of EVENTS) response.write(event);
      response.end();
    }, LATENCY_MS),
  );
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
