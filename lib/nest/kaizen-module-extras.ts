/** What a registration says beside the client's options. */
export interface KaizenModuleExtras {
  /** The client's name, for `@UseKaizen(name)`. Leave it out for the default client. */
  name?: string;
  /** Whether every module sees the client without importing it. Default `false`. */
  isGlobal?: boolean;
}
