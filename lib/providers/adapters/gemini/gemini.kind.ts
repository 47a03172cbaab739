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
  /** A key of the Gemini API. Default: `GEMINI_API_KEY`, else `GOOGLE_API_KEY`. */
  apiKey?: string;
  /** The version of the API. Default `v1beta`, which has all that the adapter uses. */
  apiVersion?: string;
  /**
   * Whether Vertex AI is asked, by `project` and `location`, with the credentials of Google that the machine
   * has. Default false.
   */
  vertexai?: boolean;
  /** The project on Google Cloud. Default: `GOOGLE_CLOUD_PROJECT`. */
  project?: string;
  /** The region: `europe-west4`. Default: `GOOGLE_CLOUD_LOCATION`. */
  location?: string;
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
const OTHER_KEY = 'GOOGLE_API_KEY';

/** Gemini by the package `@google/genai`. */
export const geminiKind: ProviderKind<GeminiOptions> = {
  name: 'gemini',
  label: LABEL,
  table: TABLE,
  secretVariables: [KEY, OTHER_KEY],
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
  const { baseUrl, apiVersion = 'v1beta', vertexai = false } = options;
  const httpOptions = { apiVersion, ...defined({ baseUrl }) };
  if (vertexai) return new GoogleGenAI({ vertexai, ...placeOf(options), httpOptions });
  const apiKey = [options.apiKey, process.env[KEY], process.env[OTHER_KEY]].find(Boolean);
  return new GoogleGenAI({ apiKey: requireKey({ apiKey }, LABEL, KEY), vertexai, httpOptions });
}

function placeOf(
  options: Readonly<GeminiOptions>,
): { project: string; location: string } | { apiKey: string } {
  const { project = process.env['GOOGLE_CLOUD_PROJECT'], apiKey } = options;
  const { location = process.env['GOOGLE_CLOUD_LOCATION'] } = options;
  if (project && location) return { project, location };
  if (apiKey) return { apiKey };
  const missing = project ? 'location' : 'project';
  throw new KaizenOptionsError(
    `Vertex AI has no ${missing}. Give the option "${missing}", or set GOOGLE_CLOUD_${missing.toUpperCase()} in the environment.`,
    missing,
  );
}
