import type { TextRewriter } from '../../ktof/embedded/text-rewriter.js';
import type { WireEnvelope } from '../wire-envelope.js';
import { type ReplayForm, writeReplay } from './replay.js';

/** The fields of `meta` that say what was found in the strings of a prompt, and bring it back. */
export function describeDetection(
  form: ReplayForm,
  result: string,
  { found, replacements }: Pick<TextRewriter, 'found' | 'replacements'>,
): WireEnvelope {
  return {
    auto_detected_json: found > 0,
    embedded_json_count: found,
    auto_detection_applied: replacements.length > 0,
    ...writeReplay(result, { form, replacements }),
  };
}
