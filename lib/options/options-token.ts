/**
 * The injection token of a client's checked options.
 *
 * @param name The client's name; leave it out for the default client.
 * @example
 * ```ts
 * Test.createTestingModule({ imports: [AppModule] })
 *   .overrideProvider(getKaizenOptionsToken())
 *   .useValue({ maxDepth: 50 });
 * ```
 */
export function getKaizenOptionsToken(name?: string): string {
  return name === undefined ? 'KaizenOptions' : `KaizenOptions(${name})`;
}
