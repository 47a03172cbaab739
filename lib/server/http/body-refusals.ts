import { refusal } from '../refusals/refusal.js';

/** For a body that is larger than it may be. */
export function tooLarge(maxBytes: number): Error {
  return refusal('too_large', `The body may have ${maxBytes} bytes. Send it in parts.`);
}

/** For a body whose client has gone away. */
export function cutOff(): Error {
  return refusal('client_closed', 'The client went away before its request was complete.');
}

/** For a body that takes longer than it may. */
export function tooSlow(): Error {
  return refusal('request_timeout', 'The body did not arrive in time. Send it again, and faster.');
}
