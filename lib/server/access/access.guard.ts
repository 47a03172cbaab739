import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Exchange } from '../http/exchange.js';
import { Exchanges } from '../http/exchanges.js';
import { templateOf } from '../http/route-marks.js';
import { refusal } from '../refusals/refusal.js';
import type { Caller } from './caller.js';
import { givenKeys } from './given-keys.js';
import { KeyRing } from './key-ring.js';
import { isFromThisMachine } from './loopback.js';
import { isFromOtherPage } from './other-page.js';

/** Lets in who has a key; of a server without keys, who is on the same machine and no page of others. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly keys: KeyRing,
    private readonly exchanges: Exchanges,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const exchange = this.exchanges.ofHost(context);
    exchange.route = templateOf(context.getHandler());
    return this.keys.isEmpty ? admitLocal(exchange) : this.admitCaller(exchange);
  }

  private admitCaller(exchange: Exchange): boolean | Promise<boolean> {
    const given = givenKeys(exchange.request.headers);
    if (given.length === 0) throw keyMissing();
    const letIn = (caller: Caller | undefined): true => {
      if (!caller) throw keyInvalid();
      exchange.caller = caller;
      return true;
    };
    const caller = this.keys.identify(given);
    return caller instanceof Promise ? caller.then(letIn) : letIn(caller);
  }
}

function admitLocal(exchange: Exchange): true {
  if (!isFromThisMachine(exchange.request)) throw exchange.isGone ? gone() : notFromThisMachine();
  if (isFromOtherPage(exchange)) throw notForOtherPages();
  return true;
}

/** Of a socket that is closed nobody knows the addresses. */
function gone(): Error {
  return refusal('client_closed', 'The client went away before its request was looked at.');
}

function notFromThisMachine(): Error {
  return refusal(
    'forbidden',
    'This server has no API keys and answers requests from its own machine only. Set KAIZEN_SERVER_KEYS, or `keys`, on the server.',
  );
}

function notForOtherPages(): Error {
  return refusal(
    'forbidden',
    'This server has no API keys and takes no requests of web pages of other origins. Let the page in with the option `cors` of the server, or set KAIZEN_SERVER_KEYS.',
  );
}

function keyMissing(): Error {
  return refusal('unauthenticated', 'The API key is missing. Send it as x-api-key.');
}

function keyInvalid(): Error {
  return refusal('unauthenticated', 'The API key is not valid. Send one that the server knows.');
}
