const USER_OF_URL = /(:\/\/)[^\s/?#]*@/g;
/** A run ends where the next URL begins: many in one word are read once. */
const QUERY_OF_URL = /(:\/\/(?:[^\s?#:]|:(?!\/\/))*)[?#]\S*/g;

/** A text without the credentials, queries and fragments of the URLs in it: keys travel in all of them. */
export function withoutUrlSecrets(text: string): string {
  if (!text.includes('://')) return text;
  return text.replace(USER_OF_URL, '$1').replace(QUERY_OF_URL, '$1');
}
