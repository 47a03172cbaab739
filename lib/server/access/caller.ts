/** Who asks. */
export interface Caller {
  /** The id of the key; of a server without keys always the same. */
  readonly id: string;
}
