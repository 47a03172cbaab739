import { readFileSync, type StatWatcher, unwatchFile, watchFile } from 'node:fs';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { KaizenOptionsError } from '../../errors/options.error.js';
import { type KnownKey, readKey } from './read-key.js';

/** How often it is looked whether the file has changed, in milliseconds. */
const LOOK_EVERY_MS = 500;

/**
 * The keys of a file, one a line. The file is read again when it changes; while it cannot be read, the
 * keys that were in it last go on to hold.
 */
export class KeyFile implements OnApplicationShutdown {
  private readonly logger = new Logger('KaizenServer');
  private current: readonly KnownKey[];

  /** @throws {@link KaizenOptionsError} for a file that cannot be read, or has a line that cannot. */
  constructor(private readonly path: string) {
    this.current = this.read();
    const watcher: StatWatcher = watchFile(path, { interval: LOOK_EVERY_MS }, this.refresh);
    watcher.unref();
  }

  /** The keys that are in the file. */
  get keys(): readonly KnownKey[] {
    return this.current;
  }

  /** Stops looking. */
  onApplicationShutdown(): void {
    unwatchFile(this.path, this.refresh);
  }

  private readonly refresh = (): void => {
    try {
      this.current = this.read();
      this.logger.log(`Read ${this.current.length} keys from the key file`);
    } catch (error) {
      const { message } = error as KaizenOptionsError;
      this.logger.error(`The keys stay as they were: ${message}`);
    }
  };

  private read(): readonly KnownKey[] {
    const lines = this.text().split(/\r?\n/);
    const keys = lines.map((line) => line.replace(/(?:^|\s)#.*$/, '').trim());
    return keys.filter((key) => key !== '').map(readKey);
  }

  private text(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (cause) {
      const message = 'The file of option "keyFile" cannot be read. Check its path and its rights.';
      throw new KaizenOptionsError(message, 'keyFile', { cause });
    }
  }
}
