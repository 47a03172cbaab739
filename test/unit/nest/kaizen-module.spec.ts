import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type DynamicModule,
  Global,
  Injectable,
  type LoggerService,
  Module,
  Optional,
  type Type,
} from '@nestjs/common';
import { Test, type TestingModule, type TestingModuleBuilder } from '@nestjs/testing';
import {
  createKaizen,
  getKaizenOptionsToken,
  getKaizenToken,
  KaizenModule,
  type KaizenOptions,
  KaizenOptionsError,
  type KaizenOptionsFactory,
  KaizenService,
  UseKaizen,
} from 'nestjs-kaizen';

type Imported = DynamicModule | Type;
type Adjust = (builder: TestingModuleBuilder) => TestingModuleBuilder;

const booted: TestingModule[] = [];
afterEach(() => Promise.all(booted.splice(0).map((app) => app.close())));

async function boot(imports: Imported[], adjust: Adjust = (builder) => builder) {
  const builder = Test.createTestingModule({ imports }).setLogger(false as never);
  const app = await adjust(builder).compile();
  booted.push(app);
  await app.init();
  return app;
}

function optionsOf(app: TestingModule, name?: string): KaizenOptions {
  return app.get(getKaizenOptionsToken(name), { strict: false });
}

async function bootErrorOf(...imports: Imported[]): Promise<unknown> {
  return boot(imports).then(
    () => 'It booted.',
    (error: unknown) => error,
  );
}

@Injectable()
class Limits {
  readonly maxDepth = 33;
}

@Module({ providers: [Limits], exports: [Limits] })
class LimitsModule {}

@Module({ providers: [{ provide: 'nothing', useValue: undefined }], exports: ['nothing'] })
class NothingModule {}

@Injectable()
class OptionsFromLimits implements KaizenOptionsFactory {
  constructor(private readonly limits: Limits) {}

  createKaizenOptions(): KaizenOptions {
    return { maxDepth: this.limits.maxDepth };
  }
}

@Module({
  imports: [LimitsModule],
  providers: [OptionsFromLimits],
  exports: [OptionsFromLimits],
})
class FactoryModule {}

describe('KaizenModule.forRoot', () => {
  it('needs no argument', async () => {
    const app = await boot([KaizenModule.forRoot()]);
    expect(optionsOf(app)).toMatchObject({ transport: 'embedded', maxDepth: 200 });
    expect((await app.get(KaizenService).health()).status).toBe('ok');
  });

  it('hands its options to the client and keeps name and isGlobal to itself', async () => {
    const app = await boot([KaizenModule.forRoot({ name: 'eu', isGlobal: true, maxDepth: 5 })]);
    expect(optionsOf(app, 'eu')).toMatchObject({ maxDepth: 5 });
    expect(optionsOf(app, 'eu')).not.toHaveProperty('name');
    expect(app.get(getKaizenToken('eu'))).toBeInstanceOf(KaizenService);
  });

  it('tells at boot which transport each client uses', async () => {
    const lines: unknown[] = [];
    const log = (...line: unknown[]) => void lines.push(line);
    const logger: LoggerService = { log, error: log, warn: log };
    await boot([KaizenModule.forRoot(), KaizenModule.forRoot({ name: 'eu' })], (builder) =>
      builder.setLogger(logger),
    );
    const ours = lines.filter(
      (line) => String(line).includes('KaizenModule') && String(line).includes('Client'),
    );
    expect(ours).toEqual([
      ['Client "default" uses the embedded transport', 'KaizenModule'],
      ['Client "eu" uses the embedded transport', 'KaizenModule'],
    ]);
  });
});

describe('KaizenModule.forRootAsync', () => {
  const registrations: [string, DynamicModule][] = [
    [
      'useFactory',
      KaizenModule.forRootAsync({
        imports: [LimitsModule],
        inject: [Limits],
        useFactory: ({ maxDepth }: Limits) => ({ maxDepth }),
      }),
    ],
    [
      'useFactory that is async',
      KaizenModule.forRootAsync({ useFactory: () => Promise.resolve({ maxDepth: 33 }) }),
    ],
    [
      'useClass',
      KaizenModule.forRootAsync({ imports: [LimitsModule], useClass: OptionsFromLimits }),
    ],
    [
      'useExisting',
      KaizenModule.forRootAsync({ imports: [FactoryModule], useExisting: OptionsFromLimits }),
    ],
  ];

  it.each(registrations)('takes %s', async (_source, registration) => {
    const app = await boot([registration]);
    expect(optionsOf(app)).toMatchObject({ maxDepth: 33, timeoutMs: 30_000 });
    expect((await app.get(KaizenService).health()).status).toBe('ok');
  });

  it('takes name and isGlobal beside the source', async () => {
    const registration = KaizenModule.forRootAsync({
      name: 'eu',
      isGlobal: true,
      useFactory: () => ({ maxDepth: 3 }),
    });
    expect(registration.global).toBe(true);
    expect(optionsOf(await boot([registration]), 'eu')).toMatchObject({ maxDepth: 3 });
  });

  it('makes the options once for each client', async () => {
    let made = 0;
    const useFactory = () => {
      made += 1;
      return {};
    };
    await boot([KaizenModule.forRootAsync({ useFactory })]);
    expect(made).toBe(1);
  });

  it.each([
    [{}, 'useFactory', 'forRootAsync was given no source of options. Give exactly one of'],
    [{ useFactory: undefined }, 'useFactory', 'was given no source of options'],
    [{ useFactory: Object, useClass: Object }, 'useFactory', 'was given useFactory and useClass'],
    [
      { useFactory: Object, maxDepth: 5 },
      'maxDepth',
      'Return it among the options from useFactory',
    ],
  ])('refuses the registration %p', (registration, option, message) => {
    let error: unknown;
    try {
      KaizenModule.forRootAsync(registration as never);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(KaizenOptionsError);
    expect(error).toMatchObject({ option, message: expect.stringContaining(message) });
  });
});

describe('wrong options', () => {
  const wrong = { maxDepth: 'k-secret-value' } as never;

  @Injectable()
  class WrongOptions implements KaizenOptionsFactory {
    createKaizenOptions(): KaizenOptions {
      return wrong;
    }
  }

  it.each<[string, () => DynamicModule]>([
    ['forRoot', () => KaizenModule.forRoot(wrong)],
    ['useFactory', () => KaizenModule.forRootAsync({ useFactory: () => wrong })],
    ['useClass', () => KaizenModule.forRootAsync({ useClass: WrongOptions })],
    [
      'a named client',
      () => KaizenModule.forRoot({ name: 'eu', maxDepth: 'k-secret-value' as never }),
    ],
  ])('from %s fail the boot, naming the option and not its value', async (_source, register) => {
    const error = await bootErrorOf(register());
    expect(error).toBeInstanceOf(KaizenOptionsError);
    expect(error).toMatchObject({
      option: 'maxDepth',
      message: expect.stringContaining('must be a whole number from 1 to 500'),
    });
    expect((error as Error).message).not.toContain('secret');
  });

  it.each<[string, object]>([
    ['useClass', { useClass: Limits }],
    ['useExisting', { imports: [LimitsModule], useExisting: Limits }],
    ['useExisting of a value', { imports: [NothingModule], useExisting: 'nothing' }],
  ])('include a class of %s that makes none', async (_source, registration) => {
    const error = await bootErrorOf(KaizenModule.forRootAsync(registration));
    expect(error).toBeInstanceOf(KaizenOptionsError);
    expect((error as Error).message).toMatch(
      /^(Limits|nothing) has no method createKaizenOptions\. Implement KaizenOptionsFactory in it\.$/,
    );
  });

  it('that are unknown are told with all that forRoot takes, name and isGlobal too', async () => {
    const far = await bootErrorOf(KaizenModule.forRoot({ zzz: 1 } as never));
    expect((far as Error).message).toMatch(/ use one of: .*maxDepth.*, name, isGlobal\.$/);
    const near = await bootErrorOf(KaizenModule.forRoot({ isglobal: true } as never));
    expect((near as Error).message).toMatch(/Did you mean "isGlobal"\?$/);
    const inside = { useFactory: () => ({ isGlobal: true }) as never };
    const returned = await bootErrorOf(KaizenModule.forRootAsync(inside));
    expect((returned as Error).message).not.toMatch(/, isGlobal/);
  });

  it('include what a factory forgot to return', async () => {
    const forgetful = KaizenModule.forRootAsync({ useFactory: () => undefined as never });
    expect(await bootErrorOf(forgetful)).toMatchObject({
      message: expect.stringContaining('must be an object, and were undefined'),
    });
  });

  it.each([[''], [5], [null]])('include the name %p', (name) => {
    expect(() => KaizenModule.forRoot({ name: name as never })).toThrow(KaizenOptionsError);
  });
});

describe('injection', () => {
  it('serves any number of names side by side, each with its own options', async () => {
    @Injectable()
    class Consumer {
      @UseKaizen('us') readonly us!: KaizenService;

      constructor(
        readonly standard: KaizenService,
        @UseKaizen() readonly same: KaizenService,
        @UseKaizen('eu') readonly eu: KaizenService,
        @Optional() @UseKaizen('nope') readonly missing?: KaizenService,
      ) {}
    }
    @Module({
      imports: [
        KaizenModule.forRoot({ maxDepth: 1 }),
        KaizenModule.forRoot({ name: 'eu', maxDepth: 2 }),
        KaizenModule.forRootAsync({ name: 'us', useFactory: () => ({ maxDepth: 3 }) }),
      ],
      providers: [Consumer],
    })
    class AppModule {}

    const app = await boot([AppModule]);
    const { standard, same, eu, us, missing } = app.get(Consumer, { strict: false });
    expect(same).toBe(standard);
    expect(new Set([standard, eu, us]).size).toBe(3);
    expect(us).toBeInstanceOf(KaizenService);
    expect(missing).toBeUndefined();
    const depths = [undefined, 'eu', 'us'].map((name) => optionsOf(app, name).maxDepth);
    expect(depths).toEqual([1, 2, 3]);
  });

  it('injects into a subclass through its abstract base', async () => {
    abstract class Base {
      @UseKaizen('eu') readonly eu!: KaizenService;

      constructor(@UseKaizen() readonly kaizen: KaizenService) {}
    }
    @Injectable()
    class Derived extends Base {}
    @Module({
      imports: [KaizenModule.forRoot(), KaizenModule.forRoot({ name: 'eu' })],
      providers: [Derived],
    })
    class AppModule {}

    const app = await boot([AppModule]);
    const derived = app.get(Derived, { strict: false });
    expect(derived.kaizen).toBe(app.get(KaizenService, { strict: false }));
    expect(derived.eu).toBe(app.get(getKaizenToken('eu'), { strict: false }));
  });

  it('reaches modules that do not import a global client', async () => {
    @Injectable()
    class Consumer {
      constructor(@UseKaizen('eu') readonly kaizen: KaizenService) {}
    }
    @Module({ providers: [Consumer] })
    class FeatureModule {}

    const register = (isGlobal: boolean) => KaizenModule.forRoot({ name: 'eu', isGlobal });
    const app = await boot([register(true), FeatureModule]);
    expect(app.get(Consumer, { strict: false }).kaizen).toBeInstanceOf(KaizenService);
    expect(String(await bootErrorOf(register(false), FeatureModule))).toContain(
      'KaizenService(eu)',
    );
  });

  it('reaches every module through a global module that exports the client', async () => {
    @Global()
    @Module({ imports: [KaizenModule.forRoot()], exports: [KaizenModule] })
    class SharedModule {}
    @Injectable()
    class Consumer {
      constructor(readonly kaizen: KaizenService) {}
    }
    @Module({ providers: [Consumer] })
    class FeatureModule {}

    const app = await boot([SharedModule, FeatureModule]);
    expect(app.get(Consumer, { strict: false }).kaizen).toBeInstanceOf(KaizenService);
  });

  it('gives two feature modules that register the same name a client each', async () => {
    @Injectable()
    class One {
      constructor(@UseKaizen('own') readonly kaizen: KaizenService) {}
    }
    @Injectable()
    class Other {
      constructor(@UseKaizen('own') readonly kaizen: KaizenService) {}
    }
    @Module({ imports: [KaizenModule.forRoot({ name: 'own' })], providers: [One] })
    class OneModule {}
    @Module({ imports: [KaizenModule.forRoot({ name: 'own' })], providers: [Other] })
    class OtherModule {}

    const app = await boot([OneModule, OtherModule]);
    const one = app.get(One, { strict: false }).kaizen;
    const other = app.get(Other, { strict: false }).kaizen;
    expect(one).toBeInstanceOf(KaizenService);
    expect(other).toBeInstanceOf(KaizenService);
    expect(one).not.toBe(other);
  });

  it('fails the boot for a name that nobody registered', async () => {
    @Injectable()
    class Consumer {
      constructor(@UseKaizen('nope') readonly kaizen: KaizenService) {}
    }
    @Module({ imports: [KaizenModule.forRoot()], providers: [Consumer] })
    class AppModule {}

    expect(String(await bootErrorOf(AppModule))).toContain('KaizenService(nope)');
  });
});

describe('a test that overrides', () => {
  const failing = KaizenModule.forRootAsync({
    useFactory: () => {
      throw new Error('the environment is not set up');
    },
  });

  it("the options runs without the user's factory", async () => {
    const app = await boot([failing], (builder) =>
      builder.overrideProvider(getKaizenOptionsToken()).useValue({ maxDepth: 9 }),
    );
    expect((await app.get(KaizenService).health()).status).toBe('ok');
  });

  it('the options has its own checked', async () => {
    const app = boot([failing], (builder) =>
      builder.overrideProvider(getKaizenOptionsToken()).useValue({ maxDepht: 9 }),
    );
    await expect(app).rejects.toBeInstanceOf(KaizenOptionsError);
  });

  it.each([[undefined], ['eu']])('the client (name: %p) gets its own', async (name) => {
    const own = createKaizen();
    const app = await boot([KaizenModule.forRoot({ name })], (builder) =>
      builder.overrideProvider(getKaizenToken(name)).useValue(own),
    );
    expect(app.get(getKaizenToken(name))).toBe(own);
  });
});
