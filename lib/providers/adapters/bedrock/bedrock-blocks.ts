import { KaizenPayloadError } from '../../../errors/payload.error.js';
import type { FilePart, ImagePart, MediaSource, SentPart } from '../../chat/part.js';
import { defined } from '../shared/defined.js';
import { bytesOf } from '../shared/media.js';
import type { DocumentNames } from './document-names.js';

const WORD = 'vnd.openxmlformats-officedocument.wordprocessingml.document';
const EXCEL = 'vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Bedrock's words for formats, where they are not what a media type ends in. */
const FORMATS: Readonly<Record<string, string>> = {
  jpg: 'jpeg',
  plain: 'txt',
  markdown: 'md',
  msword: 'doc',
  'vnd.ms-excel': 'xls',
  [WORD]: 'docx',
  [EXCEL]: 'xlsx',
  quicktime: 'mov',
  'x-matroska': 'mkv',
  '3gpp': 'three_gp',
  'x-wav': 'wav',
};

/**
 * A part as Bedrock takes it: as a rule one block. A blank text is none, since Bedrock refuses it. The
 * vendor's fields of a text are a block behind it, where Bedrock has its cache points.
 *
 * @throws {@link KaizenPayloadError} for an image or a file at an address that is not S3's.
 */
export function bedrockBlocks(part: SentPart, names: DocumentNames): unknown[] {
  switch (part.type) {
    case 'text':
      return [
        ...(part.text.trim() === '' ? [] : [{ text: part.text }]),
        ...(part.vendor ? [part.vendor] : []),
      ];
    case 'image':
      return [{ image: medium(part) }];
    case 'file':
      return [file(part, names)];
    case 'raw':
      return [part.value];
  }
}

function file(part: FilePart, names: DocumentNames): object {
  const [kind] = part.mediaType?.split('/') ?? [];
  if (kind === 'video' || kind === 'audio') return { [kind]: medium(part) };
  return { document: { name: names.of(part.name), ...medium(part) } };
}

function medium(part: ImagePart | FilePart): object {
  return { ...defined({ format: formatOf(part) }), source: source(part), ...part.vendor };
}

/** By its type, else by the ending of its name or address; what is left out Bedrock finds missing. */
function formatOf(part: ImagePart | FilePart): string | undefined {
  const name = part.type === 'file' ? part.name : undefined;
  const ending = /\.(\w+)$/.exec(name ?? part.url ?? '')?.[1];
  const told = part.mediaType?.split(';')[0]?.trim().split('/')[1] ?? ending;
  const format = told?.toLowerCase();
  return format === undefined ? undefined : (FORMATS[format] ?? format);
}

function source(given: MediaSource): object {
  const bytes = bytesOf(given);
  if (bytes) return { bytes };
  const { url } = given;
  if (url?.startsWith('s3://')) return { s3Location: { uri: url } };
  throw new KaizenPayloadError(
    'Amazon Bedrock takes an image or a file as bytes, or from S3 ("s3://…"). Give it as "data".',
    'KAIZEN_INVALID_PAYLOAD',
    '$.messages',
  );
}
