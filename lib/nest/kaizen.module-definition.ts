import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { KaizenOptions } from '../options/kaizen-options.js';
import { assembleKaizenModule } from './assemble-kaizen-module.js';
import type { KaizenModuleExtras } from './kaizen-module-extras.js';
import { RAW_OPTIONS } from './options.provider.js';

// The builder tells the extras from the options by the keys it finds here.
const EXTRAS: KaizenModuleExtras = { name: undefined, isGlobal: false };

/** Nest's builder reads a registration; {@link assembleKaizenModule} makes the module of it. */
export const { ConfigurableModuleClass, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<KaizenOptions>({ optionsInjectionToken: RAW_OPTIONS })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createKaizenOptions')
    .setExtras(EXTRAS, assembleKaizenModule)
    .build();
