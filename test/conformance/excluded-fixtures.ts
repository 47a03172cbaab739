/** Published cases that a later version of TOON took back, and what it did. */
export interface Exclusion {
  /** Folder and file, as `decode/objects.json`. */
  readonly file: string;
  /** Why the cases no longer hold. */
  readonly reason: string;
  /** The names of the cases, as they stand in the file. */
  readonly names: readonly string[];
}

/**
 * The cases of `@toon-format/spec` 3.3.2 that TOON 4 no longer holds.
 *
 * An entry is allowed only while the reference library itself fails the case: the suite checks that,
 * and that this package then does what the reference library does.
 */
export const EXCLUDED_FIXTURES: readonly Exclusion[] = [
  {
    file: 'encode/arrays-objects.json',
    reason: 'TOON 4 writes uniform nested objects as a field group: items[1]{id,nested{x}}:',
    names: ['uses list format for objects with nested values'],
  },
  {
    file: 'encode/key-folding.json',
    reason: 'TOON 4 removed key folding: a chain of single keys is always nested',
    names: [
      'encodes folded chain to primitive (safe mode)',
      'encodes folded chain with inline array',
      'encodes folded chain with tabular array',
      'encodes partial folding with flattenDepth=2',
      'encodes full chain with flattenDepth=Infinity (default)',
      'encodes folded chain ending with empty object',
      'stops folding at array boundary (not single-key object)',
      'encodes folded chains preserving sibling field order',
    ],
  },
  {
    file: 'decode/objects.json',
    reason:
      'TOON 4 rejects a malformed header in non-strict mode too, instead of reading it as a key',
    names: [
      'treats extra brackets after valid array segment as literal key (non-strict)',
      'treats non-integer bracket content as literal key (non-strict)',
      'treats text between bracket segment and colon as literal key (non-strict)',
    ],
  },
  {
    file: 'decode/path-expansion.json',
    reason: 'TOON 4 removed path expansion: a dotted key is one key',
    names: [
      'expands dotted key to nested object in safe mode',
      'expands dotted key with inline array',
      'expands dotted key with tabular array',
      'expands and deep-merges preserving document-order insertion',
      'throws on expansion conflict (object vs primitive) when strict=true',
      'throws on expansion conflict (object vs array) when strict=true',
      'applies LWW when strict=false (primitive overwrites expanded object)',
      'applies LWW when strict=false (expanded object overwrites primitive)',
      'preserves quoted dotted key as literal when expandPaths=safe',
      'expands keys creating empty nested objects',
    ],
  },
];
