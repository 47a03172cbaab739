import { loadDependency } from '../../../errors/load-dependency.js';
import { KaizenOptionsError } from '../../../errors/options.error.js';
import { flag, type OptionTable, text } from '../../../options/option-rule.js';
import type { ProviderAdapter, ProviderKind } from '../../adapter.js';
import { PROVIDER_OPTION_TABLE, type ProviderOptions } from '../../options/provider-options.js';
import { readyClient } from '../openai/dialect-options.js';
import { defined } from '../shared/defined.js';
import { requireKey } from '../shared/require-key.js';
import { GeminiAdapter, type GeminiClient } from './gemini.adapter.js';

/** What Gemini is told. */
export interface GeminiOptions extends ProviderOptions {
  /** A ready `GoogleGenAI` of `@google/genai` 2 or 3. */
  client?: GeminiClient;
  /** A key of the Gemini API. Default: `GOOGLE_API_KEY`, else `GEMINI_API_KEY`. */
  apiKey?: string;
  /** The version of the API. Default `v1beta`, with `vertexai` `v1beta1`: they have all that the adapter uses. */
  apiVersion?: string;
  /**
   * Whether Vertex AI is asked: by `project` and `location`, with the credentials of Google that the machine
   * has, or by `apiKey` alone. Default false.
   */
  vertexai?: boolean;
  /** The project on Google Cloud. Default: `GOOGLE_CLOUD_PROJECT`. */
  project?: string;
  /** The region: `europe-west4`. Default: `GOOGLE_CLOUD_LOCATION`. */
  location?: string;
}

interface Place {
  readonly project: string;
  readonly location: string;
}

const notEmpty = (value: string): boolean => value.trim() !== '';

const TABLE: OptionTable<GeminiOptions> = {
  ...PROVIDER_OPTION_TABLE,
  client: readyClient<GeminiClient>('a client of @google/genai', 'models'),
  apiVersion: text('a version such as v1beta', (value) => /^v\d\w*$/.test(value)),
  vertexai: flag(false),
  project: text('a name that is not empty', notEmpty),
  location: text('a region such as europe-west4', notEmpty),
};

const LABEL = 'Gemini';
const KEY = 'GEMINI_API_KEY';
/** The SDK takes it before the other. */
const FIRST_KEY = 'GOOGLE_API_KEY';

/** Gemini by the package `@google/genai`. */
export const geminiKind: ProviderKind<GeminiOptions> = {
  name: 'gemini',
  label: LABEL,
  table: TABLE,
  secretVariables: [FIRST_KEY, KEY],
  open,
};

async function open(options: Readonly<GeminiOptions>): Promise<ProviderAdapter> {
  return new GeminiAdapter(options.client ?? (await openClient(options)));
}

/** Everything is said: what is not, the SDK takes from the environment, and some of it by itself. */
async function openClient(options: Readonly<GeminiOptions>): Promise<GeminiClient> {
  const { GoogleGenAI } = await loadDependency(
    LABEL,
    '@google/genai',
    () => import('@google/genai'),
  );
  const { baseUrl, vertexai = false, apiVersion = vertexai ? 'v1beta1' : 'v1beta' } = options;
  const httpOptions = { apiVersion, ...defined({ baseUrl }) };
  if (vertexai) return new GoogleGenAI({ vertexai, ...accessOf(options), httpOptions });
  refusePlace(options);
  const apiKey = [options.apiKey, process.env[FIRST_KEY], process.env[KEY]].find(Boolean);
  return new GoogleGenAI({ apiKey: requireKey({ apiKey }, LABEL, KEY), vertexai, httpOptions });
}

/** What the options say goes before what the environment says. */
function accessOf(options: Readonly<GeminiOptions>): Place | { apiKey: string } {
  const { apiKey, project, location } = options;
  return apiKey && !project && !location ? { apiKey } : placeOf(options);
}

function placeOf({ project, location }: Readonly<GeminiOptions>): Place {
  return {
    project: project ?? fromEnvironment('project'),
    location: location ?? fromEnvironment('location'),
  };
}

function fromEnvironment(what: keyof Place): string {
  const variable = `GOOGLE_CLOUD_${what.toUpperCase()}`;
  const value = process.env[variable];
  if (value) return value;
  throw new KaizenOptionsError(
    `Vertex AI has no ${what}. Give the option "${what}", or set ${variable} in the environment.`,
    what,
  );
}

/** Whoever names a region wants the request to be answered there. */
function refusePlace(options: Readonly<GeminiOptions>): void {
  const given = (['project', 'location'] as const).find((name) => options[name] !== undefined);
  if (!given) return;
  throw new KaizenOptionsError(
    `The option "${given}" is for Vertex AI alone. Set "vertexai" to true, or leave it out.`,
    given,
  );
}
