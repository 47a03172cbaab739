import type { InjectionToken } from '@nestjs/common';
import { KaizenRecorder } from './kaizen-recorder.js';

/**
 * The injection token of the recorder of a client: the class {@link KaizenRecorder} for the default
 * one, a string for a named one.
 *
 * @param name The client's name; leave it out for the default client.
 */
export function getKaizenRecorderToken(name?: string): InjectionToken<KaizenRecorder> {
  return name === undefined ? KaizenRecorder : `KaizenRecorder(${name})`;
}
