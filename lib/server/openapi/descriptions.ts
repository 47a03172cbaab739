import type { BodyOperation } from '../operations/job.js';

/** What the fields of requests and responses are, by their names on the wire. */
export const FIELDS: Readonly<Record<string, string>> = {
  auto_detect_json: 'Whether JSON inside strings is looked for and shrunk. Default true.',
  compressed: 'Tokens of the KTOF text.',
  compressed_bytes: 'Bytes of the KTOF text.',
  data: 'What the operation works on: any JSON value to encode, KTOF text to decode.',
  delimiter: 'The character between cells. Default a comma.',
  encoding: 'The vocabulary that counted, such as o200k_base.',
  indent: 'Spaces per level.',
  ktof: 'The KTOF text, or the id of a stored prompt.',
  length_marker: 'true and "#" write [#3] headers, false writes [3].',
  messages: 'For a prompt that is a chat: its messages, the JSON in their contents as KTOF.',
  meta: 'What the encoder noted. Hand it back as replay_meta to decode.',
  metadata: 'Echoed back unchanged.',
  method: "Whether the model's own vocabulary was used.",
  operation: 'The name of the operation.',
  options: 'How the text is written or read.',
  original: 'Tokens of the compact JSON, or of a prompt that is text.',
  original_bytes: 'Bytes of the compact JSON, or of a prompt that is text.',
  payload_id: 'The id of the stored prompt: send it as ktof to decode the prompt.',
  profile: 'The dialect to write. Default ktof, unless the server is told otherwise.',
  prompt: 'The prompt: any JSON value.',
  reduction_ratio: 'compressed_bytes divided by original_bytes.',
  replay_meta: 'The meta of the encode response: with it the prompt comes back exactly.',
  result: 'KTOF text of an encoding, the JSON value of a decoding.',
  schemas: 'JSON Schema hints: the order of their properties is that of the columns of tables.',
  stats: 'Sizes before and after.',
  status: 'Always ok.',
  store: 'Whether the prompt is kept for a time. An addition of this server to the API.',
  strict: 'false tolerates mismatched counts and indentation. Default true.',
  token_models: 'Models to count tokens for, such as gpt-4o.',
  token_stats: 'Token counts by model.',
};

/** What the operations do. */
export const SUMMARIES: Readonly<Record<BodyOperation, string>> = {
  compress: 'Turns JSON data into KTOF',
  decompress: 'Turns KTOF back into JSON data',
  optimize: 'Turns JSON data into KTOF and counts tokens',
  optimizeRequest: 'Makes a prompt smaller on its way to a model',
  optimizeResponse: "Reads a model's reply in KTOF",
  promptsEncode: 'Encodes a prompt',
  promptsDecode: 'Decodes a prompt',
};
