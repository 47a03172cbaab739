/** The injection token of a server's checked options. */
export const KAIZEN_SERVER_OPTIONS = 'KaizenServerOptions';

/** The token under which Nest's builder puts the options as the user gave them. */
export const RAW_SERVER_OPTIONS = 'KAIZEN_SERVER_MODULE_OPTIONS';
