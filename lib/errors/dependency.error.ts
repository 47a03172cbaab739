import { HELP } from './help.js';
import { KaizenError, type KaizenErrorContext } from './kaizen.error.js';

/** An optional package is needed for what was asked, and is not installed. */
export class KaizenDependencyError extends KaizenError {
  override readonly name = 'KaizenDependencyError';
  override readonly code = 'KAIZEN_MISSING_DEPENDENCY';
  override readonly help = HELP.dependency;

  /**
   * @param feature What needs the package, as the beginning of a sentence: `Counting tokens`.
   * @param dependency The package, as it is installed.
   */
  constructor(
    feature: string,
    readonly dependency: string,
    context?: KaizenErrorContext,
  ) {
    super(
      `${feature} needs the package "${dependency}", which is not installed. Run: npm install ${dependency}`,
      context,
    );
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), dependency: this.dependency };
  }
}
