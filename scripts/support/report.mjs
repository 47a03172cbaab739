import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const COUNTS = path.resolve(import.meta.dirname, '../../.cache/ci');

/**
 * A list of checks: prints `ok - name` or `not ok - name` for each, and at the end leaves the
 * counts in `.cache/ci/<name>.json` for the summary of `.ci/run`.
 */
export class Report {
  #counts = { passed: 0, failed: 0, skipped: 0 };
  #name;

  /** @param {string} name */
  constructor(name) {
    this.#name = name;
  }

  /**
   * Runs one check; it fails by throwing. Never throws itself.
   *
   * @param {string} name
   * @param {() => unknown} test
   * @returns {Promise<boolean>} whether it passed.
   */
  async check(name, test) {
    try {
      await test();
      this.pass(name);
      return true;
    } catch (error) {
      this.#counts.failed += 1;
      console.log(`not ok - ${name}\n${indented(error.message ?? error)}`);
      return false;
    }
  }

  /** @param {string} name */
  pass(name) {
    this.#counts.passed += 1;
    console.log(`ok - ${name}`);
  }

  /**
   * @param {string} name
   * @param {string} reason
   */
  skip(name, reason) {
    this.#counts.skipped += 1;
    console.log(`skipped - ${name}: ${reason}`);
  }

  /** Writes the counts and sets the exit code. */
  finish() {
    mkdirSync(COUNTS, { recursive: true });
    const file = path.join(COUNTS, `${this.#name}.json`);
    writeFileSync(file, `${JSON.stringify(this.#counts)}\n`);
    if (this.#counts.failed > 0) process.exitCode = 1;
  }
}

function indented(text) {
  return String(text).replace(/^/gm, '    ');
}
