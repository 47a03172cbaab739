/** What a health route says of the client. */
interface Health {
  readonly status: number;
  readonly kaizen: Readonly<Record<string, string | boolean | number>>;
}

/** How the app stands at a moment. */
export interface Sight {
  readonly moment: string;
  readonly strict: Health;
  readonly lenient: Health;
  /** Who encoded a prompt for the client that falls back. */
  readonly servedBy: string;
}

/** Asks the app's routes. */
export async function look(app: string, moment: string): Promise<Sight> {
  const strict = await healthAt(`${app}/health`);
  const lenient = await healthAt(`${app}/health/fallback`);
  const { servedBy } = (await json(`${app}/prompts/fallback`)) as { servedBy: string };
  return { moment, strict, lenient, servedBy };
}

/** A moment in one line. */
export function line({ moment, strict, lenient, servedBy }: Sight): string {
  return [
    `${moment}:`.padEnd(30),
    `/health ${said(strict)}`.padEnd(66),
    `/health/fallback ${said(lenient)}`.padEnd(60),
    `prompt encoded by: ${servedBy}`,
  ].join('  ');
}

function said({ status, kaizen }: Health): string {
  const { circuit, code, degraded } = kaizen;
  const how = [
    kaizen['status'],
    degraded && 'degraded',
    `circuit ${String(circuit)}`,
    degraded ? undefined : code,
  ];
  return `${status}: ${how.filter(Boolean).join(', ')}`;
}

async function healthAt(url: string): Promise<Health> {
  const response = await fetch(url);
  const body = (await response.json()) as { details: { kaizen: Health['kaizen'] } };
  return { status: response.status, kaizen: body.details.kaizen };
}

async function json(url: string): Promise<unknown> {
  const response = await fetch(url);
  return response.json();
}
