import { afterAll, describe, expect, it } from '@jest/globals';
import { IsInt, IsString, Min } from 'class-validator';
import { createKaizen } from 'nestjs-kaizen';
import { type ChatMessage, KaizenProviderError } from 'nestjs-kaizen/providers';
import { captured } from './support/captured.js';

const kaizen = createKaizen({ transport: 'embedded' });
afterAll(() => kaizen.close());

class City {
  @IsString()
  name!: string;

  @IsInt()
  @Min(1)
  people!: number;
}

const ASK: ChatMessage[] = [{ role: 'user', content: 'Tell me of a city.' }];
const RIGHT = '{"name":"Paris","people":2102650}';
const WRONG = '{"name":"Paris","people":0}';

describe('a reply', () => {
  it('has data where it is JSON, and is text otherwise', async () => {
    const reply = async (text: string) => (await captured(kaizen, [text]).provider.chat(ASK)).data;
    expect(await reply(`Here:\n\`\`\`json\n${RIGHT}\n\`\`\``)).toEqual(JSON.parse(RIGHT));
    expect(await reply('Paris.')).toBeUndefined();
    expect(await reply('cities[2]{name}:\n Paris\n Rome')).toBeUndefined();
    expect(await reply('{"name":"Par')).toBeUndefined();
  });

  it('is not read with reply: "text"', async () => {
    const result = await captured(kaizen, [RIGHT]).provider.chat(ASK, { reply: 'text' });
    expect(result).toMatchObject({ text: RIGHT, data: undefined, decoded: undefined });
  });

  it('is asked for in JSON by a line and by the vendor’s own means', async () => {
    const { provider, bodies } = captured(kaizen, [RIGHT]);
    await provider.chat(ASK, { reply: 'json' });
    expect(bodies[0]!['response_format']).toEqual({ type: 'json_object' });
    expect(bodies[0]!.messages[0]).toMatchObject({
      role: 'system',
      content: expect.stringContaining('JSON'),
    });
    await provider.chat(ASK, { output: { schema: { type: 'object' }, name: 'city' } });
    expect(bodies[1]!['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'city', schema: { type: 'object' } },
    });
  });

  it('is asked for in KTOF and read, also with slips', async () => {
    const { provider, bodies } = captured(kaizen, ['cities[3]{name,people}:\n Paris,2\n Rome,3']);
    const { data, decoded } = await provider.chat(ASK, { reply: 'ktof' });
    expect(data).toEqual({
      cities: [
        { name: 'Paris', people: 2 },
        { name: 'Rome', people: 3 },
      ],
    });
    expect(decoded?.issues).toMatchObject([{ code: 'count-mismatch' }]);
    expect(bodies[0]!.messages[0]!.content).toMatch(/KTOF/);
  });

  it('that was cut off is no data', async () => {
    const cut = captured(kaizen, ['{"name":"Paris","peo']).provider.chat(ASK, { reply: 'json' });
    await expect(cut).rejects.toMatchObject({
      kind: 'undecodable-reply',
      partialText: '{"name":"Paris","peo',
    });
  });
});

describe('the option output', () => {
  it('gives an instance of the class', async () => {
    const { data } = await captured(kaizen, [RIGHT]).provider.chat(ASK, { output: { dto: City } });
    expect(data).toBeInstanceOf(City);
    expect(data).toEqual({ name: 'Paris', people: 2102650 });
  });

  it('gives a list of instances', async () => {
    const output = { dto: City, list: true };
    const { provider, bodies } = captured(kaizen, [`[${RIGHT},${RIGHT}]`]);
    const { data } = await provider.chat<City>(ASK, { output });
    expect(data).toHaveLength(2);
    expect((data as unknown as City[])[1]).toBeInstanceOf(City);
    expect(bodies[0]).not.toHaveProperty('response_format');
    const wrong = captured(kaizen, [`[${RIGHT},${WRONG}]`]).provider.chat(ASK, { output });
    await expect(wrong).rejects.toThrow(/\[1\]\.people: people must not be less than 1/);
  });

  it('refuses data that breaks a rule, and keeps the reply', async () => {
    const { provider, bodies } = captured(kaizen, [WRONG, RIGHT]);
    const error: unknown = await provider
      .chat(ASK, { output: { dto: City } })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(KaizenProviderError);
    expect(error).toMatchObject({ kind: 'undecodable-reply', partialText: WRONG });
    expect(bodies).toHaveLength(1);
  });

  it('asks once more where that is asked for, and counts both', async () => {
    const { provider, bodies } = captured(kaizen, [WRONG, RIGHT]);
    const result = await provider.chat(ASK, { output: { dto: City, reask: true } });
    expect(result).toMatchObject({ attempts: 2, usage: { inputTokens: 20, outputTokens: 10 } });
    expect(result.data).toBeInstanceOf(City);
    expect(bodies[1]!.messages.slice(-2)).toMatchObject([
      { role: 'assistant', content: WRONG },
      { role: 'user', content: expect.stringContaining('people must not be less than 1') },
    ]);
    const never = captured(kaizen, [WRONG]);
    const asked = never.provider.chat(ASK, { output: { dto: City, reask: true } });
    await expect(asked).rejects.toMatchObject({ kind: 'undecodable-reply', attempts: 2 });
    expect(never.bodies).toHaveLength(2);
  });

  it('takes a function that says what is wrong', async () => {
    const { provider } = captured(kaizen, [RIGHT]);
    const validate = (data: unknown) => (data as City).name === 'Rome' || ['the city is not Rome'];
    await expect(provider.chat(ASK, { output: { validate } })).rejects.toThrow(
      'the city is not Rome',
    );
    await expect(provider.chat(ASK, { output: { validate: () => true } })).resolves.toMatchObject({
      data: JSON.parse(RIGHT) as object,
    });
  });

  it('cannot ask a stream again', async () => {
    const events = captured(kaizen).provider.stream(ASK, { output: { dto: City, reask: true } });
    await expect(events.next()).rejects.toMatchObject({
      code: 'KAIZEN_INVALID_OPTION',
      option: 'output.reask',
    });
  });
});
