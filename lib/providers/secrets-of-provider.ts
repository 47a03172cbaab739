import { secretsOfHeaders } from '../observability/redact/known-secrets.js';
import type { OptionRule } from '../options/option-rule.js';
import type { ProviderKind } from './adapter.js';
import type { ProviderOptions } from './options/provider-options.js';
import { secretsOfClient } from './secrets-of-client.js';

/** Options whose secrets are known, those too that come from functions. */
export interface WatchedSecrets<O> {
  /** The same options, with functions that let be known what they give. */
  readonly options: O;
  /** What no error may repeat, as of now. */
  readonly secrets: () => readonly string[];
}

type Options = Readonly<Record<string, unknown>>;

/** Finds what no error of a provider may repeat: its secret options, and what its SDK reads from the environment. */
export function watchSecrets<O extends ProviderOptions>(
  { table, secretVariables }: ProviderKind,
  options: O,
): WatchedSecrets<O> {
  const given = new Map<string, readonly unknown[]>();
  const rules = Object.entries(table as Record<string, OptionRule<unknown>>);
  const secret = rules
    .filter(([, rule]) => rule.isSecret)
    .map(([name]) => [name, (options as Options)[name]] as const);
  const functions = secret
    .filter(([, value]) => typeof value === 'function')
    .map(([name, value]) => {
      return [name, { value: telling(value as Source, (told) => given.set(name, told)) }] as const;
    });
  const fixed = [
    ...secret.map(([, value]) => value),
    ...secretsOfHeaders(options.headers),
    ...secretsOfClient((options as { client?: unknown }).client),
    ...secretVariables.map((name) => process.env[name]),
  ];
  return {
    // Secret options are hidden: a copy by spreading would be without them.
    options: Object.create(options, Object.fromEntries(functions)) as O,
    secrets: () => [...fixed, ...[...given.values()].flat()].filter(isText),
  };
}

type Source = (...asked: unknown[]) => unknown;

/** Tells what a function gave last: a token, or the parts of a key. */
function telling(source: Source, tell: (secrets: readonly unknown[]) => void): Source {
  return async (...asked) => {
    const value = await source(...asked);
    tell(typeof value === 'object' && value !== null ? Object.values(value) : [value]);
    return value;
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
