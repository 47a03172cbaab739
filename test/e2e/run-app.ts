import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';

/** The two HTTP servers of Nest, by name, for `it.each`. */
export const ADAPTERS: [string, () => AbstractHttpAdapter][] = [
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
];

/** How an app under test differs from a plain one. */
export interface RunOptions {
  readonly adapter?: AbstractHttpAdapter;
  readonly override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  readonly configure?: (app: INestApplication) => void;
}

/** An app that listens on a free port of this machine. */
export interface RunningApp {
  readonly app: INestApplication;
  /** Its address, without a slash at the end. */
  readonly url: string;
}

/** Boots a module as a real HTTP app on a free port. */
export async function runApp(
  metadata: ModuleMetadata,
  { adapter = new ExpressAdapter(), override = (b) => b, configure }: RunOptions = {},
): Promise<RunningApp> {
  const builder = override(Test.createTestingModule(metadata));
  const compiled = await builder.setLogger(false as never).compile();
  const app = compiled.createNestApplication(adapter, { logger: false });
  configure?.(app);
  await app.listen(0, '127.0.0.1');
  return { app, url: (await app.getUrl()).replace(/\/$/, '') };
}

/** Posts a JSON body and returns the status and the JSON that came back. */
export async function post(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
