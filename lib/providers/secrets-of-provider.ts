import { secretsOfHeaders } from '../observability/redact/known-secrets.js';
import type { OptionRule } from '../options/option-rule.js';
import type { ProviderKind } from './adapter.js';
import type { ProviderOptions } from './options/provider-options.js';
import { secretsOfClient } from './secrets-of-client.js';

/** What no error of a provider may repeat: its secret options, and what its SDK reads from the environment. */
export function secretsOfProvider(
  { table, secretVariables }: ProviderKind,
  options: Readonly<ProviderOptions>,
): string[] {
  const rules = Object.entries(table as Record<string, OptionRule<unknown>>);
  const secret = rules.filter(([, rule]) => rule.isSecret).map(([name]) => name);
  const values = secret.map((name) => (options as Record<string, unknown>)[name]);
  return [
    ...values,
    ...secretsOfHeaders(options.headers),
    ...secretsOfClient((options as { client?: unknown }).client),
    ...secretVariables.map((name) => process.env[name]),
  ].filter((value): value is string => typeof value === 'string' && value !== '');
}
