// For the specs, which are TypeScript.
export function shellBlocks(document: string): string[];
export function curlExamples(document: string): string[];
export function runCurl(example: string, url: string): Promise<string>;
