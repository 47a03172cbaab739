import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  Headers,
  Module,
  type ModuleMetadata,
  Param,
  Post,
  Scope,
  ValidationPipe,
} from '@nestjs/common';
import { ClientProxyFactory, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { IsInt, IsString } from 'class-validator';
import type { AddressInfo, Server } from 'node:net';
import {
  createKaizen,
  getKaizenToken,
  KaizenModule,
  KaizenService,
  UseKaizen,
} from 'nestjs-kaizen';
import { firstValueFrom } from 'rxjs';
import { ADAPTERS, post, runApp, type RunningApp } from './run-app.js';

const running: Pick<RunningApp['app'], 'close'>[] = [];
afterEach(() => Promise.all(running.splice(0).map((app) => app.close())));

async function run(...args: Parameters<typeof runApp>): Promise<string> {
  const { app, url } = await runApp(...args);
  running.push(app);
  return url;
}

class PersonDto {
  @IsInt()
  id!: number;

  @IsString()
  name!: string;
}

abstract class PeopleController {
  @Post('inherited')
  inherited(@UseKaizen() kaizen: KaizenService, @Body() person: PersonDto) {
    return this.text(kaizen, person, 'x');
  }

  protected async text(kaizen: KaizenService, person: PersonDto, place: string) {
    return { text: (await kaizen.compress({ data: person })).result, place };
  }
}

@Controller('people')
class EveryPlaceController extends PeopleController {
  @UseKaizen('us') private readonly us!: KaizenService;

  constructor(
    private readonly standard: KaizenService,
    @UseKaizen('eu') private readonly eu: KaizenService,
  ) {
    super();
  }

  @Post('first/:place')
  first(
    @UseKaizen() kaizen: KaizenService,
    @Body() person: PersonDto,
    @Param('place') place: string,
  ) {
    return this.text(kaizen, person, place);
  }

  @Post('middle/:place')
  middle(
    @Param('place') place: string,
    @UseKaizen() kaizen: KaizenService,
    @Body() person: PersonDto,
  ) {
    return this.text(kaizen, person, place);
  }

  @Post('last/:place')
  last(
    @Param('place') place: string,
    @Body() person: PersonDto,
    @UseKaizen() kaizen: KaizenService,
  ) {
    return this.text(kaizen, person, place);
  }

  @Get('same')
  same(
    @UseKaizen('us') us: KaizenService,
    @UseKaizen() standard: KaizenService,
    @Headers('host') host: string,
    @UseKaizen('eu') eu: KaizenService,
  ) {
    return {
      standard: standard === this.standard,
      eu: eu === this.eu,
      us: us === this.us,
      apart: new Set([standard, eu, us]).size,
      host: host !== '',
    };
  }
}

const everyPlace: ModuleMetadata = {
  imports: [
    KaizenModule.forRoot({ profile: 'toon' }),
    KaizenModule.forRoot({ name: 'eu' }),
    KaizenModule.forRoot({ name: 'us' }),
  ],
  controllers: [EveryPlaceController],
};

const strictPipe = () =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validateCustomDecorators: true,
  });

const ada = { id: 7, name: 'Ada' };
const ROUTES = ['first/x', 'middle/x', 'last/x', 'inherited'];

describe.each(ADAPTERS)('@UseKaizen on %s', (_name, adapter) => {
  it('injects the same client into constructor, property and handler, for every name', async () => {
    const url = await run(everyPlace, { adapter: adapter() });
    const response = await fetch(`${url}/people/same`);
    expect(await response.json()).toEqual({
      standard: true,
      eu: true,
      us: true,
      apart: 3,
      host: true,
    });
  });

  it.each(ROUTES)('injects into the handler of %s', async (route) => {
    const url = await run(everyPlace, { adapter: adapter() });
    expect(await post(`${url}/people/${route}`, ada)).toEqual({
      status: 201,
      body: { text: 'id: 7\nname: Ada', place: 'x' },
    });
  });

  it('leaves the strictest global ValidationPipe to check the body, and nothing else', async () => {
    const url = await run(everyPlace, {
      adapter: adapter(),
      configure: (app) => app.useGlobalPipes(strictPipe()),
    });
    for (const route of ROUTES) {
      expect(await post(`${url}/people/${route}`, ada)).toEqual({
        status: 201,
        body: { text: 'id: 7\nname: Ada', place: 'x' },
      });
      const refused = await post(`${url}/people/${route}`, { ...ada, rank: 1 });
      expect(refused.status).toBe(400);
      expect(JSON.stringify(refused.body)).toContain('property rank should not exist');
    }
  });
});

describe('@UseKaizen in a handler', () => {
  @Controller()
  class EchoController {
    @Post()
    async echo(@Body() data: unknown, @UseKaizen('eu') kaizen: KaizenService) {
      const { result } = await kaizen.compress({ data });
      return {
        transport: kaizen.transport,
        same: (await kaizen.decompress({ data: result })).result,
      };
    }
  }

  it('fails the boot when nobody registered the name, and says which', async () => {
    const boot = run({ imports: [KaizenModule.forRoot()], controllers: [EchoController] });
    await expect(boot).rejects.toThrow(/KaizenParamPipe\(eu\).*KaizenService\(eu\)/);
  });

  it("fails the boot when only another module imports the client's", async () => {
    @Module({ imports: [KaizenModule.forRoot({ name: 'eu' })] })
    class ElsewhereModule {}

    const boot = run({ imports: [ElsewhereModule], controllers: [EchoController] });
    await expect(boot).rejects.toThrow('KaizenService(eu)');
  });

  it("gets its own module's client, not another's of the same name", async () => {
    @Controller('a')
    class AController {
      @Get()
      async text(@UseKaizen('own') kaizen: KaizenService) {
        return { text: (await kaizen.compress({ data: [1, 2] })).result };
      }
    }
    @Controller('b')
    class BController extends AController {}
    const register = (delimiter: '|' | '\t') =>
      KaizenModule.forRoot({ name: 'own', profile: 'toon', delimiter });
    @Module({ imports: [register('|')], controllers: [AController] })
    class AModule {}
    @Module({ imports: [register('\t')], controllers: [BController] })
    class BModule {}

    const url = await run({ imports: [AModule, BModule] });
    const texts = ['a', 'b'].map(async (path) => (await fetch(`${url}/${path}`)).json());
    expect(await Promise.all(texts)).toEqual([{ text: '[2|]: 1|2' }, { text: '[2\t]: 1\t2' }]);
  });

  it('works beside what lives for one request only', async () => {
    @Controller({ path: 'scoped', scope: Scope.REQUEST })
    class ScopedController {
      constructor(private readonly injected: KaizenService) {}

      @Get()
      same(@UseKaizen() kaizen: KaizenService) {
        return { same: kaizen === this.injected };
      }
    }

    const url = await run({ imports: [KaizenModule.forRoot()], controllers: [ScopedController] });
    expect(await (await fetch(`${url}/scoped`)).json()).toEqual({ same: true });
  });

  it('may be given a client that lives for one request only', async () => {
    const made: KaizenService[] = [];
    @Controller()
    class TenantController {
      @Get()
      async health(@UseKaizen('tenant') kaizen: KaizenService) {
        return { status: (await kaizen.health()).status };
      }
    }
    const tenantClient = {
      provide: getKaizenToken('tenant'),
      scope: Scope.REQUEST,
      useFactory: () => {
        const kaizen = createKaizen();
        made.push(kaizen);
        return kaizen;
      },
    };

    const url = await run({ controllers: [TenantController], providers: [tenantClient] });
    expect(await (await fetch(url)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(url)).json()).toEqual({ status: 'ok' });
    expect(new Set(made).size).toBe(2);
  });

  it.each([[undefined], ['eu']])('gets what a test put in place of %p', async (name) => {
    @Controller()
    class TransportController {
      @Get()
      transport(@UseKaizen(name) kaizen: KaizenService) {
        return { transport: kaizen.transport };
      }
    }
    const url = await run(
      { imports: [KaizenModule.forRoot({ name })], controllers: [TransportController] },
      {
        override: (builder) =>
          builder.overrideProvider(getKaizenToken(name)).useValue({ transport: 'http' }),
      },
    );
    expect(await (await fetch(url)).json()).toEqual({ transport: 'http' });
  });

  it('serves a microservice', async () => {
    @Controller()
    class PeopleHandler {
      constructor(private readonly injected: KaizenService) {}

      @MessagePattern('people.encode')
      async encode(@UseKaizen() kaizen: KaizenService, @Payload() person: PersonDto) {
        const { result } = await kaizen.compress({ data: person });
        return { text: result, same: kaizen === this.injected };
      }
    }
    const compiled = await Test.createTestingModule({
      imports: [KaizenModule.forRoot()],
      controllers: [PeopleHandler],
    })
      .setLogger(false as never)
      .compile();
    const service = compiled.createNestMicroservice({
      transport: Transport.TCP,
      options: { port: 0, host: '127.0.0.1' },
    });
    running.push(service);
    service.useGlobalPipes(strictPipe());
    await service.listen();
    const { port } = service.unwrap<Server>().address() as AddressInfo;
    const client = ClientProxyFactory.create({
      transport: Transport.TCP,
      options: { port, host: '127.0.0.1' },
    });
    try {
      const reply = await firstValueFrom(client.send<unknown>('people.encode', ada));
      expect(reply).toEqual({ text: 'id: 7\nname: Ada', same: true });
    } finally {
      await client.close();
    }
  });

  it('says what is wrong where the service stands among the providers', async () => {
    const made = Test.createTestingModule({ providers: [KaizenService] }).compile();
    await expect(made).rejects.toThrow(/Take it out of "providers".*KaizenModule\.forRoot\(\)/);
  });
});
