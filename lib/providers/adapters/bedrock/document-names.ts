/** Longer ones are refused; some room is left for a number. */
const LONGEST = 190;

/**
 * The names of a request's documents. Bedrock refuses most marks in them, dots too, and two of one name; it
 * does not tell upper case from lower.
 */
export class DocumentNames {
  readonly #given = new Set<string>();

  /** A name as Bedrock takes it, with a number behind it where it was given before. */
  of(name: string | undefined): string {
    const plain = plainOf(name);
    let number = 1;
    let unique = plain;
    while (this.#given.has(unique.toLowerCase())) unique = `${plain} ${++number}`;
    this.#given.add(unique.toLowerCase());
    return unique;
  }
}

function plainOf(name = ''): string {
  const plain = name
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9\-()[\]]+/g, ' ')
    .trim();
  return plain.slice(0, LONGEST).trimEnd() || 'document';
}
