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
  /** The vendor's id; where it gives none (Gemini), one made here, which is not sent back. */
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

/**
 * The arguments of a call as an object; an empty one where the model wrote none, or wrote no JSON object: a
 * list, a text, half of one. What it wrote stays in the call's `arguments`. Never throws.
 */
export function argumentsOf(call: Pick<ToolCall, 'arguments'>): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(call.arguments);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
