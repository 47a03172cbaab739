import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  connectRedis,
  makeRedisClient,
  type RedisClient,
} from '../../cache/redis/connect-redis.js';
import type { KaizenPayloadStore } from '../options/store-options.js';

/** The server's one connection to Redis. Without one every command fails at once; nothing waits. */
export class RedisLink implements OnModuleInit, OnApplicationShutdown {
  /** Texts by key, for a time. */
  readonly store: KaizenPayloadStore;
  private isConnecting = false;

  private constructor(
    private readonly client: RedisClient,
    store: KaizenPayloadStore,
  ) {
    this.store = store;
  }

  /**
   * Makes the connection, which is not opened yet: nobody would end that of an app that cannot be made.
   *
   * @throws {@link KaizenDependencyError} when `@keyv/redis` is not installed.
   */
  static async to(url: string): Promise<RedisLink> {
    const plan = { url, feature: 'Option "redisUrl"', ...outageTeller() };
    const { client, adapter } = await makeRedisClient(plan);
    return new RedisLink(client, adapter());
  }

  /** Opens the connection, before requests come. When Redis is not there, the server goes without until it is. */
  async onModuleInit(): Promise<void> {
    this.isConnecting = true;
    await connectRedis(this.client);
  }

  /** Runs a script, which nothing else comes between. */
  run(script: string, keys: string[], values: string[]): Promise<unknown> {
    return this.client.eval(script, { keys, arguments: values });
  }

  /** Ends the connection. */
  onApplicationShutdown(): void {
    if (this.isConnecting) this.client.destroy();
  }
}

/** Once for each outage: a client tells of each attempt that fails. */
function outageTeller(): Pick<Parameters<typeof makeRedisClient>[0], 'onError' | 'onReady'> {
  const logger = new Logger('KaizenServer');
  let isOut = false;
  return {
    onError: () => {
      if (!isOut) logger.warn('Redis does not answer. The server goes on without it.');
      isOut = true;
    },
    onReady: () => {
      if (isOut) logger.log('Redis answers again.');
      isOut = false;
    },
  };
}
