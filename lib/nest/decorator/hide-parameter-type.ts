/**
 * Makes a handler's parameter look untyped to Nest.
 *
 * A global `ValidationPipe({ validateCustomDecorators: true })` would otherwise take the client for a
 * DTO and rebuild it.
 */
export function hideParameterType(target: object, key: string | symbol, index: number): void {
  const types: unknown = Reflect.getMetadata('design:paramtypes', target, key);
  if (!Array.isArray(types)) return;
  Reflect.defineMetadata('design:paramtypes', types.with(index, Object), target, key);
}
