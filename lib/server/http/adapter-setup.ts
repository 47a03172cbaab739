import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';
import { addSlashedToExpress, passByParsersOfExpress } from './express-setup.js';
import { setUpFastify } from './fastify-setup.js';

/** Does with the HTTP adapter what the marks of routes ask for. It touches no other route. */
@Injectable()
export class AdapterSetup implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {
    // Now, before Nest registers its own body parsers: on Express who comes first is asked first. In a
    // test the adapter comes later than the providers.
    if (host.httpAdapter) setUp(host.httpAdapter);
    else host.init$?.subscribe(() => setUp(host.httpAdapter));
  }

  /** Nest calls it when the routes are there, and before what answers unknown ones is. */
  onModuleInit(): void {
    const { httpAdapter } = this.host;
    if (httpAdapter?.getType() === 'express') addSlashedToExpress(httpAdapter);
  }
}

function setUp(adapter: AbstractHttpAdapter): void {
  const type = adapter.getType();
  if (type === 'express') passByParsersOfExpress(adapter);
  if (type === 'fastify') setUpFastify(adapter);
}
