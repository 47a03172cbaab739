import { Module } from '@nestjs/common';
import { KaizenModule } from 'nestjs-kaizen';
import { Archive } from './archive.service.js';
import { RepliesController } from './replies.controller.js';
import { SlowModel } from './slow-model.service.js';

/** A route that answers slowly, as a model does, and what reads and writes streams. */
@Module({
  imports: [KaizenModule.forRoot()],
  controllers: [RepliesController],
  providers: [SlowModel, Archive],
})
export class AppModule {}
