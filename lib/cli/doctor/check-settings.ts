import { readSettings, type Settings } from '../client/settings.js';
import type { ReadFlags } from '../support/option-flags.js';
import { failedWith, type Finding, ok, warn } from './finding.js';
import { redactUrl } from './redact-url.js';

/** The variables that say something to this package. */
const VARIABLES = [
  'KAIZEN_BASE_URL',
  'KAIZEN_API_KEY',
  'KAIZEN_TIMEOUT',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
];

/** Those whose value is an address. */
const ADDRESSES = /_URL$|S?_PROXY$|_proxy$/;

/** What the settings are made of; and the settings, where they are right. */
export async function checkSettings(
  flags: ReadFlags,
): Promise<{ findings: Finding[]; settings?: Settings }> {
  const set = VARIABLES.filter((name) => process.env[name]).map(shown);
  const environment = ok('Environment', set.length > 0 ? set.join(', ') : 'sets nothing');
  try {
    const settings = await readSettings(flags);
    return { settings, findings: [environment, ...findingsOf(settings, flags)] };
  } catch (error) {
    return { findings: [environment, failedWith('Options', error)] };
  }
}

function findingsOf({ options, given, file }: Settings, flags: ReadFlags): Finding[] {
  const names = Object.keys(given);
  const where = options.transport === 'http' ? `http, ${redactUrl(options.baseUrl)}` : 'embedded';
  const findings = [
    ok('Config file', file ?? 'none'),
    ok('Options', names.length > 0 ? `${names.join(', ')} are set` : 'the defaults'),
    ok('Transport', where),
  ];
  const isBare = options.transport === 'http' && options.apiKey === undefined;
  if (isBare)
    findings.push(warn('API key', 'none', 'Set KAIZEN_API_KEY if the service asks for one.'));
  if (options.apiKey !== undefined) findings.push(keyFinding(flags['apiKey'] !== undefined));
  return findings;
}

function keyFinding(isInFlags: boolean): Finding {
  if (!isInFlags) return ok('API key', 'set');
  const remedy = 'Set KAIZEN_API_KEY rather: others can see a command line.';
  return warn('API key', 'set by --api-key', remedy);
}

function shown(name: string): string {
  const value = process.env[name]!;
  if (/no_proxy|TIMEOUT/i.test(name)) return `${name}=${value}`;
  return ADDRESSES.test(name) ? `${name}=${redactUrl(value)}` : `${name} (set)`;
}
