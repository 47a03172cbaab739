import fc from 'fast-check';
import type { EncodeOptions, KtofProfile } from 'nestjs-kaizen/ktof';
import { DELIMITERS, INDENTS } from './codecs.js';

/** Every profile the encoder writes. */
export const PROFILES: readonly KtofProfile[] = ['ktof', 'toon', 'legacy'];

/** The options that shape a text, all of them given. */
export type Shape = Required<Pick<EncodeOptions, 'profile' | 'delimiter' | 'indent'>>;

/** Every profile with every delimiter and every indent. */
export const SHAPES: readonly Shape[] = PROFILES.flatMap((profile) =>
  DELIMITERS.flatMap((delimiter) => INDENTS.map((indent) => ({ profile, delimiter, indent }))),
);

/** One of them. */
export const shapes = fc.constantFrom(...SHAPES);

/** Every profile with every delimiter, at its own indent. */
export const FORMS: readonly Omit<Shape, 'indent'>[] = PROFILES.flatMap((profile) =>
  DELIMITERS.map((delimiter) => ({ profile, delimiter })),
);
