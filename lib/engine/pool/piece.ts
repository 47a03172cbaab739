/**
 * A part of a JSON value on its way between threads. A value is sent as pieces so that neither
 * writing nor reading it ever takes long in one go.
 *
 * - `value`: a whole value, as JSON; `text`: a long string, as it is
 * - `array`, `object`: begins a container that is sent in parts, and says how many entries it has;
 *   `end` ends it
 * - `items`, `entries`: more of the container, as the JSON of an array or an object
 * - `key`: the key of the next entry, whose value follows in pieces of its own
 */
export type Piece = readonly [kind: PieceKind, text: string];

/** What a {@link Piece} is. */
export type PieceKind = 'value' | 'text' | 'array' | 'object' | 'items' | 'entries' | 'key' | 'end';

/** About how many bytes of JSON a piece holds at most: 1 ms to write or to read. */
export const PIECE_BYTES = 131_072;
