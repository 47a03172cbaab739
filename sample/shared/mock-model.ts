import { LLMock } from '@copilotkit/aimock';
import { decode } from 'nestjs-kaizen/ktof';
import type { Order } from './orders.js';

interface Asked {
  readonly messages: readonly { readonly content: unknown }[];
}

/** A model for machines without a key: it reads the rows off the prompt that reached it, and answers. */
export async function startMockModel(): Promise<LLMock> {
  const model = new LLMock({ port: 0, logLevel: 'silent' });
  model.on({ userMessage: /highest total/ }, (asked) => ({ content: answer(asked) }));
  await model.start();
  return model;
}

function answer({ messages }: Asked): string {
  const orders = rowsIn(messages.map(textOf).join('\n'));
  const highest = orders.reduce((best, order) => (order.total > best.total ? order : best));
  return `Order ${highest.id} of ${highest.customer} has the highest total, ${highest.total}.`;
}

function rowsIn(prompt: string): Order[] {
  const json = prompt.indexOf('[{"id"');
  if (json !== -1) return JSON.parse(prompt.slice(json, prompt.indexOf('}]', json) + 2)) as Order[];
  const [block = ''] = /\[\d+\]\{[^`]*/.exec(prompt) ?? [];
  return decode(block.trim()) as unknown as Order[];
}

function textOf({ content }: Asked['messages'][number]): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: string }) => part.text ?? '').join('\n');
}
