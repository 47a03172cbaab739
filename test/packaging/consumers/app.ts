/**
 * A user's app: installed apart from this repository, it compiles and runs on the packed tarball,
 * as CommonJS and as an ES module, on every Nest that is promised. Prints a line for each check.
 */
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Body,
  Controller,
  Get,
  Injectable,
  type INestApplication,
  Module,
  Post,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import {
  createKaizen,
  getKaizenToken,
  KaizenConnectionError,
  KaizenModule,
  KaizenService,
  UseKaizen,
} from 'nestjs-kaizen';
import { KaizenHealthIndicator } from 'nestjs-kaizen/health';
import { decode, encode } from 'nestjs-kaizen/ktof';
import { KaizenRecorder, KaizenTestingModule, startScriptedService } from 'nestjs-kaizen/testing';

const PROMPT = {
  task: 'Name the cheapest article, in “one” word 🙂',
  articles: [
    { id: 1, name: 'Apfel', price: 0.4, tags: ['fruit', 'red'] },
    { id: 2, name: 'Brot', price: 3.2, tags: [] },
    { id: 3, name: 'true', price: -0, tags: ['00', 'null', ''] },
  ],
  note: null,
};
const WANTED = JSON.parse(JSON.stringify(PROMPT)) as unknown;

interface PromptBody {
  prompt: unknown;
}

interface KtofBody {
  ktof: string;
}

@Injectable()
class Settings {
  readonly kaizen = { profile: 'ktof' } as const;
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Controller('constructor')
class ConstructorController {
  constructor(private readonly kaizen: KaizenService) {}

  @Post('encode')
  async encode(@Body() { prompt }: PromptBody) {
    const { result } = await this.kaizen.promptsEncode({ prompt });
    return { ktof: result };
  }

  @Post('decode')
  async decode(@Body() { ktof }: KtofBody) {
    const { result } = await this.kaizen.promptsDecode({ ktof });
    return { prompt: result };
  }
}

@Controller('property')
class PropertyController {
  @UseKaizen() private readonly kaizen!: KaizenService;
  @UseKaizen('toon') private readonly named!: KaizenService;

  @Post('encode')
  async encode(@Body() { prompt }: PromptBody) {
    const { result } = await this.kaizen.promptsEncode({ prompt });
    return { ktof: result };
  }

  @Post('decode')
  async decode(@Body() { ktof }: KtofBody) {
    const { result } = await this.named.promptsDecode({ ktof });
    return { prompt: result };
  }
}

@Controller('parameter')
class ParameterController {
  @Post('encode')
  async encode(@UseKaizen('toon') kaizen: KaizenService, @Body() { prompt }: PromptBody) {
    const { result } = await kaizen.promptsEncode({ prompt });
    return { ktof: result };
  }

  @Post('decode')
  async decode(@Body() { ktof }: KtofBody, @UseKaizen() kaizen: KaizenService) {
    const { result } = await kaizen.promptsDecode({ ktof });
    return { prompt: result };
  }
}

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly kaizen: KaizenHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.kaizen.pingCheck('kaizen')]);
  }
}

@Module({
  imports: [
    KaizenModule.forRootAsync({
      imports: [SettingsModule],
      inject: [Settings],
      useFactory: (settings: Settings) => settings.kaizen,
    }),
    KaizenModule.forRoot({ name: 'toon', profile: 'toon' }),
    KaizenModule.forRoot({ name: 'service', apiKey: 'none' }),
    TerminusModule,
  ],
  controllers: [ConstructorController, PropertyController, ParameterController, HealthController],
  providers: [KaizenHealthIndicator],
})
class AppModule {}

/** The controllers above, each with the profile of the client that encodes in it. */
const WAYS = [
  ['constructor', 'ktof'],
  ['property', 'ktof'],
  ['parameter', 'toon'],
] as const;

async function check(name: string, test: () => unknown): Promise<void> {
  await test();
  console.log(`ok - ${name}`);
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 201, await response.clone().text());
  return (await response.json()) as T;
}

async function roundTrip(url: string, profile: 'ktof' | 'toon'): Promise<void> {
  const { ktof } = await post<KtofBody>(`${url}/encode`, { prompt: PROMPT });
  assert.equal(ktof, encode(PROMPT, { profile }));
  const { prompt } = await post<PromptBody>(`${url}/decode`, { ktof });
  assert.deepEqual(prompt, WANTED);
}

async function checkApp(app: INestApplication): Promise<void> {
  const url = await app.listen(0, '127.0.0.1').then(() => app.getUrl());
  for (const [way, profile] of WAYS) {
    await check(`injects by ${way} and answers over HTTP`, () =>
      roundTrip(`${url}/${way}`, profile),
    );
  }
  await check('reports health through Terminus', async () => {
    const response = await fetch(`${url}/health`);
    const { details } = (await response.json()) as { details: { kaizen: { status: string } } };
    assert.deepEqual([response.status, details.kaizen.status], [200, 'up']);
  });
  await check('keeps one class identity through require and import', () => {
    assert.ok(app.get(KaizenService) instanceof KaizenService);
    assert.ok(app.get<unknown>(getKaizenToken('toon')) instanceof KaizenService);
    assert.notEqual(app.get(KaizenService), app.get(getKaizenToken('toon')));
    assert.equal(app.get<KaizenService>(getKaizenToken('service')).transport, 'http');
  });
}

async function askService(): Promise<void> {
  const statuses: number[] = [];
  const service = createServer((request, response) => {
    request.resume();
    statuses.push(statuses.length === 0 ? 503 : 200);
    response.writeHead(statuses.at(-1)!, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'ok', operation: 'compress', result: 'x: 1' }));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  const options = {
    baseUrl: `http://127.0.0.1:${port}`,
    proxy: false,
    retryBackoffFactor: 0,
  } as const;
  const kaizen = createKaizen(options);
  const { result, servedBy } = await kaizen.compress({ data: { x: 1 } });
  assert.deepEqual([result, servedBy, statuses], ['x: 1', 'http', [503, 200]]);
  await kaizen.close();
  const gone = createKaizen({ ...options, maxRetries: 0 });
  service.close();
  await assert.rejects(gone.compress({ data: 1 }), KaizenConnectionError);
  await gone.close();
}

async function testApp(): Promise<void> {
  const module = KaizenTestingModule.forRoot();
  const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'] });
  const recorder = app.get(KaizenRecorder).respondNext('compress', { result: 'scripted' });
  const { result } = await app.get(KaizenService).compress({ data: 1 });
  assert.equal(result, 'scripted');
  assert.equal(recorder.callsTo('compress').length, 1);
  await app.close();
  const service = await startScriptedService({ health: [{ status: 500 }] });
  const statuses = [await fetch(service.url), await fetch(service.url)].map(({ status }) => status);
  assert.deepEqual(statuses, [500, 200]);
  await service.close();
}

async function main(): Promise<void> {
  await check('encodes and decodes with the ktof subpath', () => {
    assert.deepEqual(decode(encode(PROMPT)), WANTED);
  });
  await check('works outside Nest', async () => {
    const kaizen = createKaizen();
    assert.equal((await kaizen.promptsEncode({ prompt: PROMPT })).result, encode(PROMPT));
    await kaizen.close();
  });
  await check('asks a service over HTTP, and once more when it is busy', askService);
  await check('tests with the testing module', testApp);
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  await checkApp(app);
  await check('closes', () => app.close());
}

void main();
