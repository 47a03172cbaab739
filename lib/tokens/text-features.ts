/** What vocabularies disagree on most, counted in a text. */
export interface TextFeatures {
  /** ASCII digits: some vocabularies give each a token of its own. */
  digits: number;
  /** Groups of up to three digits, which `o200k_base` takes as one token each. */
  digitGroups: number;
  /** Characters outside ASCII other than ideographs, in UTF-16 code units. */
  letters: number;
  /** Chinese, Japanese and Korean characters. */
  ideographs: number;
}

/** Adds up what {@link TextFeatures} names, in one pass over the text. */
export function textFeatures(text: string): TextFeatures {
  const features = { digits: 0, digitGroups: 0, letters: 0, ideographs: 0 };
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isDigit = code >= 0x30 && code <= 0x39;
    if (isDigit) {
      features.digits++;
      if (run % 3 === 0) features.digitGroups++;
    } else if (isIdeograph(code)) features.ideographs++;
    else if (code > 0x7f) features.letters++;
    run = isDigit ? run + 1 : 0;
  }
  return features;
}

/** CJK punctuation, kana, Han, and Hangul syllables. */
function isIdeograph(code: number): boolean {
  return (code >= 0x3000 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af);
}
