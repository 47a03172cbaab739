/** A text. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  /** `false` leaves it as it is; `true` also looks into a system message. Default: as the message says. */
  readonly compress?: boolean;
  /** Fields of the vendor's own, put on its part as they are: `{ cache_control: { type: 'ephemeral' } }`. */
  readonly vendor?: Readonly<Record<string, unknown>>;
}

/**
 * The application's own data, any value that JSON can hold: what Kaizen is for. The model gets a text. In a
 * message of the assistant it is compact JSON, always: what a model said stays as it was.
 */
export interface DataPart {
  readonly type: 'data';
  readonly value: unknown;
  /** `false` sends it as compact JSON. Default: as the message says. */
  readonly compress?: boolean;
  /** Fields of the vendor's own, put on its text part as they are. */
  readonly vendor?: Readonly<Record<string, unknown>>;
}

/** Where an image or a file is: at an address, or here. One of both is needed. */
export interface MediaSource {
  /** Its address, as the vendor takes it: `https://…`, `gs://…`, `s3://…`. */
  readonly url?: string;
  /** Its bytes, or these in base64 (without the `data:` in front). */
  readonly data?: string | Uint8Array;
  /** What it is: `image/png`, `application/pdf`. Needed with `data`. */
  readonly mediaType?: string;
}

/** An image. It is never changed. */
export interface ImagePart extends MediaSource {
  readonly type: 'image';
  /** Fields of the vendor's own, put on its part as they are: `{ detail: 'low' }`. */
  readonly vendor?: Readonly<Record<string, unknown>>;
}

/** A file. It is never changed. */
export interface FilePart extends MediaSource {
  readonly type: 'file';
  /** The id of a file the vendor already has. */
  readonly id?: string;
  /** Its name: `report.pdf`. */
  readonly name?: string;
  /** Fields of the vendor's own, put on its part as they are. */
  readonly vendor?: Readonly<Record<string, unknown>>;
}

/** A part in the vendor's own shape, sent as it is: sound, a thinking block with its signature. */
export interface RawPart {
  readonly type: 'raw';
  readonly value: unknown;
}

/** What an application may put into a message. */
export type ContentPart = TextPart | DataPart | ImagePart | FilePart | RawPart;

/** What an adapter finds in a message: data has become text. */
export type SentPart = TextPart | ImagePart | FilePart | RawPart;
