import { Controller, type Type, VERSION_NEUTRAL } from '@nestjs/common';

/** The same controller with its routes below a prefix. */
export function atPrefix<T>(controller: Type<T>, prefix: string): Type<T> {
  if (prefix === '') return controller;
  const Base = controller as Type<object>;
  // The name is what Nest's log shows.
  const { [controller.name]: Prefixed } = { [controller.name]: class extends Base {} };
  Controller({ path: prefix, version: VERSION_NEUTRAL })(Prefixed!);
  return Prefixed as Type<T>;
}
