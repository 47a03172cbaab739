import { KaizenDependencyError } from '../../errors/dependency.error.js';
import { loadDependency } from '../../errors/load-dependency.js';

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A rule that data breaks: where, which, and what it says. */
export interface Violation {
  /** A JSON Pointer into the data. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
}

/** Whether data keeps a schema; of data that does not, `errors` says why until the next call. */
export interface SchemaCheck {
  (data: unknown): unknown;
  readonly errors?: readonly Violation[] | null;
}

type Compile = (schema: JsonSchema) => SchemaCheck;
type Draft = keyof typeof LOADERS;

interface Validator {
  validateSchema(schema: JsonSchema): unknown;
  errorsText(): string;
  compile(schema: JsonSchema): SchemaCheck;
}

const LOADERS = {
  '07': async () => (await import('ajv')).Ajv,
  '2020-12': async () => (await import('ajv/dist/2020.js')).Ajv2020,
};

const FEATURE = 'Checking "output.schema"';

/** As JSON Schema has it: keywords that are unknown, and formats, say nothing about whether data is right. */
const OPTIONS = { allErrors: true, strict: false, validateFormats: false, logger: false } as const;

const CHECKS = new WeakMap<JsonSchema, SchemaCheck>();
const COMPILERS = new Map<Draft, Compile>();

/**
 * The check of a schema, made once for each object.
 *
 * @throws `KaizenDependencyError` when `ajv` is not installed.
 * @throws Whatever `ajv` says of what is no schema.
 */
export async function schemaCheck(schema: JsonSchema): Promise<SchemaCheck> {
  const known = CHECKS.get(schema);
  if (known) return known;
  const compile = await compilerOf(draftOf(schema));
  const check = compile(schema);
  CHECKS.set(schema, check);
  return check;
}

function draftOf({ $schema }: JsonSchema): Draft {
  return String($schema).includes('2020-12') ? '2020-12' : '07';
}

async function compilerOf(draft: Draft): Promise<Compile> {
  const known = COMPILERS.get(draft);
  if (known) return known;
  const Validators = await loadDependency(FEATURE, 'ajv', LOADERS[draft]);
  // One of an older major, which other packages bring along.
  if (typeof Validators !== 'function') throw new KaizenDependencyError(FEATURE, 'ajv');
  const compile = compiler((options) => new Validators({ ...OPTIONS, ...options }));
  COMPILERS.set(draft, compile);
  return compile;
}

/**
 * A validator keeps every schema it compiled, and refuses an `$id` twice: each schema has one of its own.
 * That schemas are right is checked by one for all of them, since it takes twenty times as long to set up.
 */
function compiler(make: (options?: { validateSchema: false }) => Validator): Compile {
  const meta = make();
  return (schema) => {
    if (meta.validateSchema(schema) !== true) throw new Error(meta.errorsText());
    // Such a check would answer with a promise, which is taken for a yes.
    if (schema['$async']) throw new Error('"$async" is not part of JSON Schema');
    return make({ validateSchema: false }).compile(schema);
  };
}
