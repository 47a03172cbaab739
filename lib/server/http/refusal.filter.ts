import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { Exchanges } from './exchanges.js';
import { Replies } from './replies.js';

/** Gives whatever a route throws the server's own error body. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(
    private readonly exchanges: Exchanges,
    private readonly replies: Replies,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    this.replies.refuse(this.exchanges.ofHost(host), error);
  }
}
