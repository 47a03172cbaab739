/** What a comment or a line says that stands for data left out. */
export const SAYS_MORE =
  /\.\.\.|…|\b(?:more|rest|remaining|omitted|truncated|etc|same as above)\b/i;
