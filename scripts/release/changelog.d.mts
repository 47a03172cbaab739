export function closeChangelog(text: string, version: string, date: string): string;
