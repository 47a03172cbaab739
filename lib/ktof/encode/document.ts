import type { ResolvedEncodeOptions } from '../encode-options.js';
import { MeasuredPlanner } from './measured-planner.js';
import type { Planner } from './plan.js';
import { StructuralPlanner } from './structural-planner.js';

/** The whole text is compact JSON unless KTOF saves at least this part of it. */
const LEAST_SAVING = 0.02;

/** What decides on the forms of a profile. */
export function plannerFor(options: ResolvedEncodeOptions): Planner {
  if (options.profile === 'ktof') return new MeasuredPlanner(options);
  const isToon4 = options.profile === 'toon';
  return new StructuralPlanner({ keyedTables: isToon4, fieldGroups: isToon4 });
}

/** Whether a text in the `ktof` profile saves enough not to be JSON; both numbers are bytes. */
export function isWorthIt(saving: number, jsonBytes: number): boolean {
  return saving >= jsonBytes * LEAST_SAVING;
}
