import { LLMock } from '@copilotkit/aimock';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateCost } from 'nestjs-kaizen';
import type { ChatMessage, KaizenProvider } from 'nestjs-kaizen/providers';
import type { DataSet } from '../../01-quickstart/src/data-sets.js';

/** What one data set takes, without Kaizen and with it. */
export interface Comparison {
  readonly name: string;
  /** Tokens of the prompt as compact JSON, by the receipt. */
  readonly before: number;
  /** Tokens of the prompt as it was sent, by the receipt. */
  readonly after: number;
  /** What a thousand calls cost without and with it, in the currency of the price. */
  readonly costBefore: number;
  readonly costAfter: number;
  /** Whether a tokenizer of another package counts the same in both prompts that crossed the wire. */
  readonly isChecked: boolean;
}

/** A model that keeps the texts of the prompt that reached it last. */
export class MockModel {
  lastPrompt = '';
  readonly #mock = new LLMock({ port: 0, logLevel: 'silent' });

  /** @returns its address. */
  async start(): Promise<string> {
    this.#mock.on({ userMessage: /stands out/ }, (asked) => {
      this.lastPrompt = textsOf(asked as Asked);
      return { content: 'Noted.' };
    });
    await this.#mock.start();
    return this.#mock.url;
  }

  stop(): Promise<void> {
    return this.#mock.stop();
  }
}

interface Asked {
  readonly messages: readonly { readonly content: string | readonly { text?: string }[] }[];
}

function textsOf({ messages }: Asked): string {
  return messages
    .flatMap(({ content }) =>
      typeof content === 'string' ? [content] : content.map((part) => part.text ?? ''),
    )
    .join('');
}

/** Asks about each data set twice, without Kaizen and with it. */
export async function compare(
  provider: KaizenProvider,
  model: MockModel,
  { sets, pricePerMillion }: { sets: readonly DataSet[]; pricePerMillion: number },
): Promise<Comparison[]> {
  const prices = { inputPerMillion: pricePerMillion };
  const rows: Comparison[] = [];
  for (const { name, data } of sets) {
    const messages: ChatMessage[] = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What stands out?' },
          { type: 'data', value: data },
        ],
      },
    ];
    const sent: number[] = [];
    for (const compress of [false, true]) {
      await provider.chat(messages, { compress });
      sent.push(countTokens(model.lastPrompt));
    }
    const { receipt } = await provider.chat(messages, { countTokens: true });
    const { before, after } = receipt.tokens!;
    const cost = (tokens: number) => estimateCost(tokens * 1000, prices).total;
    rows.push({
      name,
      before,
      after,
      costBefore: cost(before),
      costAfter: cost(after),
      isChecked: isSame(before, sent[0]!) && isSame(after, sent[1]!),
    });
  }
  return rows;
}

/** Where two parts meet, a token or two may differ. */
function isSame(told: number, counted: number): boolean {
  return Math.abs(told - counted) <= 2;
}
