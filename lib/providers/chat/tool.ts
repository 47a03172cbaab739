/** A tool that the model may call. Its schema is never changed. */
export interface ToolSpec {
  readonly name: string;
  readonly description?: string;
  /** A JSON Schema of its arguments. Default: it takes none. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Fields of the vendor's own, put on its definition as they are: `{ strict: true }`. */
  readonly vendor?: Readonly<Record<string, unknown>>;
}

/** A call that the model asks for. */
export interface ToolCall {
  /** The vendor's id; where it gives none (Gemini), one made of the call's place. */
  readonly id: string;
  /** The tool's name. */
  readonly name: string;
  /** The arguments as the model wrote them: JSON, unless it made a mistake. */
  readonly arguments: string;
  /** What the vendor wants back with the call: a signature. Leave it as it is. */
  readonly vendor?: Readonly<Record<string, unknown>>;
}

/** Whether the model may call a tool, must not, has to call any, or this one. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** The arguments of a call as a value; an empty object where they are empty or no JSON. */
export function argumentsOf(call: Pick<ToolCall, 'arguments'>): unknown {
  try {
    return JSON.parse(call.arguments || '{}') as unknown;
  } catch {
    return {};
  }
}
