/** A response's headers, their names in lower case, repeated ones joined by commas. */
export type PlainHeaders = Readonly<Record<string, string>>;

const REQUEST_ID = /^[\w.:+/=@-]{1,128}$/;

/** Headers as axios has them, in plain form. What is no text is left out. */
export function plainHeaders(headers: object): PlainHeaders {
  return Object.fromEntries(
    Object.keys(headers).flatMap((name) => {
      const text = headerOf(headers, name);
      return text === undefined ? [] : [[name.toLowerCase(), text]];
    }),
  );
}

/** One header. Its name is spelled as in `headers`: in lower case in those that Node has received. */
export function headerOf(headers: object, name: string): string | undefined {
  const value = (headers as Record<string, unknown>)[name];
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : undefined;
}

/** The id under which the service knows the request: the first, should there be several. */
export function requestIdOf(headers: object): string | undefined {
  const id = headerOf(headers, 'x-request-id')?.split(',')[0]?.trim() ?? '';
  return REQUEST_ID.test(id) ? id : undefined;
}
