import { KaizenOptionsError } from '../../../errors/options.error.js';
import { loadDependency } from '../../../errors/load-dependency.js';
import { visibleText } from '../../../options/http-rules.js';
import { type OptionRule, type OptionTable, secret, text } from '../../../options/option-rule.js';
import type { ProviderAdapter, ProviderKind } from '../../adapter.js';
import { PROVIDER_OPTION_TABLE, type ProviderOptions } from '../../options/provider-options.js';
import { readyClient } from '../openai/dialect-options.js';
import { BedrockAdapter, type ConverseClient } from './bedrock.adapter.js';
import { fetchHandler } from './fetch-handler.js';

/** A key of AWS, as its SDKs hand it around. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Shortly before this it is asked for anew. */
  readonly expiration?: Date;
}

/**
 * What Amazon Bedrock is told. Without a key of any sort, the SDK looks for one as it always does: in the
 * environment, in the profile, in the role of the machine.
 */
export interface BedrockOptions extends ProviderOptions {
  /** A ready `BedrockRuntimeClient`. It is asked once for each attempt, whatever its own retries are. */
  client?: ConverseClient;
  /** A key of Bedrock's own. Default: `AWS_BEARER_TOKEN_BEDROCK`. */
  apiKey?: string;
  /** The region: `eu-central-1`. Default: `AWS_REGION`, else the profile's. */
  region?: string;
  /** The id of a key of AWS, together with `secretAccessKey`. */
  accessKeyId?: string;
  /** What belongs to `accessKeyId`. */
  secretAccessKey?: string;
  /** What belongs to a key for a time. */
  sessionToken?: string;
  /** Gives a key of AWS: one of `@aws-sdk/credential-providers`, say. */
  credentials?: () => Promise<AwsCredentials>;
}

const credentials: OptionRule<() => Promise<AwsCredentials>> = {
  types: ['function'],
  expects: 'a function that gives a key of AWS',
  accepts: () => true,
  isSecret: true,
};

const TABLE: OptionTable<BedrockOptions> = {
  ...PROVIDER_OPTION_TABLE,
  client: readyClient<ConverseClient>('a client of @aws-sdk/client-bedrock-runtime', 'send'),
  region: text('a region such as eu-central-1', (value) => /^[a-z0-9-]+$/.test(value)),
  accessKeyId: secret(visibleText),
  secretAccessKey: secret(visibleText),
  sessionToken: secret(visibleText),
  credentials,
};

const LABEL = 'Amazon Bedrock';
const SDK = '@aws-sdk/client-bedrock-runtime';

/** Amazon Bedrock by the package `@aws-sdk/client-bedrock-runtime`. */
export const bedrockKind: ProviderKind<BedrockOptions> = {
  name: 'bedrock',
  label: LABEL,
  table: TABLE,
  secretVariables: ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
  open,
};

/** With a ready client too the package is needed: its commands are what a client is sent. */
async function open(options: Readonly<BedrockOptions>): Promise<ProviderAdapter> {
  const sdk = await loadDependency(LABEL, SDK, () => import('@aws-sdk/client-bedrock-runtime'));
  if (options.client) return new BedrockAdapter(sdk, options.client, () => undefined);
  const { region, baseUrl } = options;
  const client = new sdk.BedrockRuntimeClient({
    ...(region !== undefined && { region }),
    ...(baseUrl !== undefined && { endpoint: baseUrl }),
    ...keyOf(options),
    requestHandler: fetchHandler as never,
  });
  await requireRegion(client.config.region);
  return new BedrockAdapter(sdk, client, () => client.destroy());
}

/** What is preferred is said, or a token of the environment would go before a key that was given. */
function keyOf(options: Readonly<BedrockOptions>): object {
  const { apiKey, accessKeyId, secretAccessKey, sessionToken } = options;
  if (apiKey !== undefined) {
    return { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] };
  }
  const given = options.credentials ?? plainKey(accessKeyId, secretAccessKey, sessionToken);
  return given ? { credentials: given, authSchemePreference: ['sigv4'] } : {};
}

function plainKey(
  accessKeyId?: string,
  secretAccessKey?: string,
  sessionToken?: string,
): AwsCredentials | undefined {
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  }
  const missing = accessKeyId === undefined ? 'accessKeyId' : 'secretAccessKey';
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  throw new KaizenOptionsError(
    `${LABEL} has half of a key. Give the option "${missing}" too.`,
    missing,
  );
}

/** Before the first request, or the SDK says it in the middle of one, in an error without a code. */
async function requireRegion(region: () => Promise<string>): Promise<void> {
  try {
    await region();
  } catch (error) {
    const message = `${LABEL} has no region. Give the option "region", or set AWS_REGION in the environment.`;
    throw new KaizenOptionsError(message, 'region', { cause: error });
  }
}
