/** What stands in the place of what must not be seen. */
export const REDACTED = '[redacted]';

/**
 * Names of fields whose value is a secret. Whole words only: `author`, `tokens` and `monkey` are not among
 * them.
 */
const SECRET_NAME =
  /^(?:.+[-_.])?(?:(?:proxy[-_]?)?authorization|(?:set[-_]?)?cookie|(?:x[-_]?)?api[-_]?key|(?:access|secret|private|client|subscription|account)[-_]?key|(?:access|auth|refresh|id|session|bearer|security|gateway|api)[-_]?token|token|secret|client[-_]?secret|password|passwd|pwd|passphrase|credentials?|jwt)$/i;

/** Keys of model vendors and clouds, tokens of code hosts, JSON web tokens. */
const VENDOR_KEY =
  /\b(?:sk|pk|rk|kz)[-_][\w-]{12,}|\bAIza[\w-]{20,}|\b(?:hf|gsk|tgp|fw|r8|pplx|co)[-_][A-Za-z\d]{16,}|\bxai-[\w-]{16,}|\b(?:AKIA|ASIA)[A-Z\d]{12,}|\bgh[pousr]_\w{16,}|\bglpat-[\w-]{16,}|\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g;

/** `Bearer …`, `Basic …`, as headers carry them. */
const SCHEME = /\b(bearer|basic)\s+(?:(?=\S*[\d=])[\w+/.~=-]{6,}|[\w+/.~=-]{20,})/gi;

/** `api_key=…`, `"password": "…"`, `Cookie: …`, as texts carry them. */
const ASSIGNMENT =
  /((?:authorization|cookie|api[-_ ]?key|(?:access|auth|refresh|session)[-_]?token|secret|password|passphrase)["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|(?:(?:bearer|basic|digest|negotiate)\s+)?[^\s"',;&)}\]]+)/gi;

/** What one of these forms has in any case: most texts have none of it. */
const HINT =
  /authorization|cookie|api[-_ ]?key|token|secret|passw|passphrase|bearer|basic|(?:sk|pk|rk|kz|hf|gsk|tgp|fw|r8|pplx|co|gh[pousr]|glpat|xai)[-_]|aiza|akia|asia|eyj/i;

/** Whether a field of this name is a secret, whatever it holds. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || SECRET_NAME.test(name.replace(/([a-z\d])([A-Z])/g, '$1_$2'));
}

/** A text without what looks like a secret, known or not. */
export function withoutSecretForms(text: string): string {
  if (!HINT.test(text)) return text;
  return text
    .replace(ASSIGNMENT, `$1${REDACTED}`)
    .replace(SCHEME, `$1 ${REDACTED}`)
    .replace(VENDOR_KEY, REDACTED);
}
