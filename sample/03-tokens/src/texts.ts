import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { encode } from 'nestjs-kaizen/ktof';

/** A text as an app would send it to a model. */
export interface SampleText {
  readonly kind: string;
  readonly text: string;
  /** Why vocabularies disagree on it. */
  readonly why: string;
}

const require = createRequire(import.meta.url);

function read(packageName: string, file: string): string {
  return readFileSync(path.join(path.dirname(require.resolve(packageName)), file), 'utf8');
}

/** Whole sentences in a language: the messages of the TypeScript compiler. */
function sentences(language: string): string {
  const messages = read('typescript', `${language}/diagnosticMessages.generated.json`);
  return Object.values(JSON.parse(messages) as Record<string, string>)
    .slice(0, 60)
    .join('\n');
}

/** Seven kinds of text, from the one that every vocabulary was made for to those that few were. */
export function loadTexts(): SampleText[] {
  const cars = JSON.parse(read('vega-datasets', '../data/cars.json')) as unknown[];
  const quakes = JSON.parse(read('vega-datasets', '../data/earthquakes.json')) as {
    features: { geometry: unknown }[];
  };
  const places = quakes.features.slice(0, 60).map(({ geometry }) => geometry);
  const numbers = 'Some vocabularies give every digit a token, others take three digits as one.';
  const latin = 'Words with accents are rarer in a vocabulary, and fall apart.';
  return [
    {
      kind: 'an English README',
      text: read('typescript', '../README.md'),
      why: 'Every vocabulary was made for English; names and links differ.',
    },
    {
      kind: 'source code',
      text: read('typescript', 'lib.es5.d.ts').slice(0, 6_000),
      why: 'A run of blanks is one token in some vocabularies and several in others.',
    },
    { kind: 'records as JSON', text: JSON.stringify(cars.slice(0, 60)), why: numbers },
    { kind: 'the same in KTOF', text: encode(cars.slice(0, 60)), why: numbers },
    { kind: 'coordinates', text: JSON.stringify(places), why: numbers },
    { kind: 'German', text: sentences('de'), why: latin },
    {
      kind: 'Japanese',
      text: sentences('ja'),
      why: 'A character that a vocabulary lacks is up to three tokens, one for each byte.',
    },
  ];
}
