import { ConfigurableModuleBuilder } from '@nestjs/common';
import { assembleServerModule, type KaizenServerModuleExtras } from './assemble-server-module.js';
import type { KaizenServerOptions } from './options/server-options.js';
import { RAW_SERVER_OPTIONS } from './options/server-options-token.js';

// The builder tells the extras from the options by the keys it finds here.
const EXTRAS: KaizenServerModuleExtras = { prefix: undefined, docs: false, metrics: false };

/** Nest's builder reads a registration; {@link assembleServerModule} makes the module of it. */
export const { ConfigurableModuleClass, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<KaizenServerOptions>({ optionsInjectionToken: RAW_SERVER_OPTIONS })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createKaizenServerOptions')
    .setExtras(EXTRAS, assembleServerModule)
    .build();
