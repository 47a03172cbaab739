import { Controller, Get, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { SlowModel } from './slow-model.service.js';

/** Hands the model's reply on while it comes. */
@Controller('replies')
export class RepliesController {
  constructor(private readonly model: SlowModel) {}

  @Get()
  reply(): StreamableFile {
    const body = Readable.from(this.model.reply(), { objectMode: false });
    return new StreamableFile(body, { type: 'text/plain; charset=utf-8' });
  }
}
