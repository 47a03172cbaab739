import { timingSafeEqual } from 'node:crypto';
import type { KaizenKeyStore } from '../options/access-options.js';
import type { Caller } from './caller.js';
import type { KeyFile } from './key-file.js';
import { OuterStore } from '../stores/outer-store.js';
import { digestOf, type KnownKey, readKey } from './read-key.js';

/** Where a server's keys come from. */
export interface KeySources {
  readonly keys?: readonly unknown[] | undefined;
  readonly file?: KeyFile | undefined;
  readonly store?: KaizenKeyStore | undefined;
}

/** The keys of a server. */
export class KeyRing {
  private readonly fixed: readonly KnownKey[];
  private readonly outer = new OuterStore(
    'The store of API keys',
    'The API keys cannot be checked at the moment. Send the request again later.',
  );
  private fromStore: { given: readonly unknown[]; keys: readonly KnownKey[] } | undefined;

  /** @throws {@link KaizenOptionsError} for a key that cannot be read. */
  constructor(private readonly sources: KeySources) {
    this.fixed = (sources.keys ?? []).map(readKey);
  }

  /** Whether nobody said where keys come from. A source that has none at the moment lets nobody in. */
  get isEmpty(): boolean {
    const { keys, file, store } = this.sources;
    return (keys ?? file ?? store) === undefined;
  }

  /**
   * Whose key is among those given. It takes as long for a wrong key as for a right one.
   *
   * @throws Refusal with 503, as a rejection, when the store of keys fails or does not answer in time.
   */
  identify(given: readonly string[]): Caller | undefined | Promise<Caller | undefined> {
    const { file, store } = this.sources;
    const known = file ? [...this.fixed, ...file.keys] : this.fixed;
    if (!store) return match(given, known);
    return this.read(store).then((more) => match(given, [...known, ...more]));
  }

  private read(store: KaizenKeyStore): Promise<readonly KnownKey[]> {
    return this.outer.ask(async () => this.readAgain(await store.keys()));
  }

  private readAgain(given: readonly unknown[]): readonly KnownKey[] {
    // A store that hands out the same list again spares us the hashing.
    if (this.fromStore?.given !== given) this.fromStore = { given, keys: given.map(readKey) };
    return this.fromStore.keys;
  }
}

function match(given: readonly string[], known: readonly KnownKey[]): Caller | undefined {
  let caller: Caller | undefined;
  for (const digest of given.map(digestOf)) {
    // All are compared, so that the time tells nothing.
    for (const key of known) if (timingSafeEqual(digest, key.digest)) caller ??= key;
  }
  return caller;
}
