import { Counter, type Metric } from 'prom-client';
import { type LabelWords, noWords } from '../figures/label-words.js';

/**
 * A counter that knows which words its labels have. It lives as long as its registry keeps it: so all that
 * count in one registry share the words, and after `registry.clear()` there are none.
 */
export class LabelledCounter extends Counter {
  readonly words: LabelWords = noWords();
}

/** The words of a metric; of one that is somebody else's none are known. */
export function wordsOf(metric: Metric | undefined): LabelWords {
  return (metric as Partial<LabelledCounter> | undefined)?.words ?? noWords();
}
