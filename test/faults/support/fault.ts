import type { KaizenError, KaizenOptions, KaizenService } from 'nestjs-kaizen';
import type { ScriptedServer } from './scripted-server.js';

/** The place where a fault happens. */
export interface Scene {
  /** Where the client is told that the service is. */
  readonly baseUrl: string;
  /** What the client must know of the place. */
  readonly options?: KaizenOptions;
  /** The service itself. Absent where there is none. */
  readonly service?: ScriptedServer;
  /** The proxy in between, if there is one. */
  readonly proxy?: ScriptedServer;
  /** A server that nobody should ever come to. */
  readonly elsewhere?: ScriptedServer;
  /** Frees what is no server. */
  readonly close?: () => void | Promise<void>;
}

/** What a call has to work with. */
export interface Stage {
  readonly kaizen: KaizenService;
  readonly scene: Scene;
  /** The caller's signal: nothing of ours may be left on it. */
  readonly signal: AbortSignal;
  /** All that the client has told its log and its metrics. */
  readonly told: readonly unknown[];
  /** Aborts {@link signal}, and notes the time. */
  readonly abort: (reason?: unknown) => void;
}

/** The error that a call must fail with. */
export interface Failure {
  readonly type: abstract new (...given: never[]) => KaizenError;
  /** The fields that it must have. */
  readonly with: Readonly<Record<string, unknown>>;
}

/** One fault: what goes wrong, and what the caller must see of it. */
export interface Fault {
  readonly name: string;
  /** Builds the place. */
  readonly scene: () => Scene | Promise<Scene>;
  /** What the client is told beside {@link Scene.options}. */
  readonly options?: KaizenOptions;
  /** What is done. Default: a prompt is encoded. */
  readonly call?: (stage: Stage) => Promise<unknown>;
  /** The error it ends in; absent where it must succeed. */
  readonly fails?: Failure;
  /** What the result must have; the sound answer's text unless told otherwise. */
  readonly gives?: Readonly<Record<string, unknown>>;
  /** How many requests the service must have read. */
  readonly requests?: number;
  /** How many connections the service must have accepted. */
  readonly connections?: number;
  /** How many tunnels the proxy must have been asked for. */
  readonly tunnels?: number;
  /** The reason of each retry, as log and metrics tell it. */
  readonly retries?: readonly string[];
  /** How long it must take at least, in milliseconds. */
  readonly atLeastMs?: number;
  /** How long it may take, in milliseconds; from the abort, where there is one. Default 3000. */
  readonly atMostMs?: number;
  /** How many connections may stay open, idle, until the client is closed. Default 0 for a call that fails underway. */
  readonly idle?: number;
  /** Whatever else must hold, once all is over. */
  readonly also?: (stage: Stage) => void | Promise<void>;
}

/** A table of faults as `it.each` takes it. */
export function byName(faults: readonly Fault[]): (readonly [name: string, fault: Fault])[] {
  return faults.map((fault) => [fault.name, fault]);
}
