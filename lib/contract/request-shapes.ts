import type { KaizenOperation } from './operations.js';
import { DecodeOptionsDto } from './requests/decode-options.dto.js';
import { DecodeRequest } from './requests/decode-request.dto.js';
import { EncodeOptionsDto } from './requests/encode-options.dto.js';
import { EncodeRequest } from './requests/encode-request.dto.js';
import { OptimizePayload } from './requests/optimize-payload.dto.js';
import { OptimizeRequestPayload } from './requests/optimize-request-payload.dto.js';
import { OptimizeResponsePayload } from './requests/optimize-response-payload.dto.js';
import { PromptDecodePayload } from './requests/prompt-decode-payload.dto.js';
import { PromptEncodePayload } from './requests/prompt-encode-payload.dto.js';

/** One field of a request. Its rules are the decorators of the class that has it. */
export interface RequestField {
  /** The name in TypeScript: `tokenModels`. */
  readonly name: string;
  /** The name on the wire: `token_models`. */
  readonly wire: string;
  /** The field's own fields, where it has any that are ours. */
  readonly shape?: RequestShape;
}

/** The class of a request (or of its options) and its fields. */
export interface RequestShape {
  readonly type: new () => object;
  readonly fields: readonly RequestField[];
}

const field = (name: string, wire = name, shape?: RequestShape): RequestField => ({
  name,
  wire,
  ...(shape && { shape }),
});

const encodeOptions = field('options', 'options', {
  type: EncodeOptionsDto,
  fields: [
    field('indent'),
    field('delimiter'),
    field('lengthMarker', 'length_marker'),
    field('profile'),
  ],
});
const decodeOptions = field('options', 'options', {
  type: DecodeOptionsDto,
  fields: [field('indent'), field('strict')],
});
const tokenModels = field('tokenModels', 'token_models');
const encodeFields = [field('data'), encodeOptions];
const replyFields = [field('ktof'), decodeOptions];
const promptFields = [
  field('prompt'),
  encodeOptions,
  field('autoDetectJson', 'auto_detect_json'),
  field('metadata'),
  tokenModels,
];

/** The fields of every operation's request: what renames, reads and checks them all. */
export const REQUEST_SHAPES: Readonly<Record<KaizenOperation, RequestShape>> = {
  health: { type: Object, fields: [] },
  compress: { type: EncodeRequest, fields: encodeFields },
  decompress: { type: DecodeRequest, fields: [field('data'), decodeOptions] },
  optimize: { type: OptimizePayload, fields: [...encodeFields, tokenModels] },
  optimizeRequest: { type: OptimizeRequestPayload, fields: promptFields },
  optimizeResponse: { type: OptimizeResponsePayload, fields: replyFields },
  promptsEncode: {
    type: PromptEncodePayload,
    fields: [...promptFields, field('schemas'), field('store')],
  },
  promptsDecode: {
    type: PromptDecodePayload,
    fields: [...replyFields, field('replayMeta', 'replay_meta'), field('metadata')],
  },
};
