/** A URL without what may be secret in it: user, password, query. What is none is not shown. */
export function redactUrl(text: string): string {
  const whole = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(whole)) return 'no URL';
  const { protocol, username, password, host, pathname } = new URL(whole);
  const user = username === '' && password === '' ? '' : '***@';
  return `${protocol}//${user}${host}${pathname === '/' ? '' : pathname}`;
}
