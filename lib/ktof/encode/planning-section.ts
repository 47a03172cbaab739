import type { Page } from './page.js';
import type { Plan } from './plan.js';
import type { Section } from './section.js';
import type { Steps } from './steps.js';

/** A large container that is planned when its turn comes: nothing is written until then. */
export class PlanningSection implements Section {
  private isPlanned = false;

  /** @param begin Begins the container by its plan. */
  constructor(
    private readonly page: Page,
    private readonly steps: Steps<Plan>,
    private readonly begin: (plan: Plan) => void,
  ) {}

  write(): boolean {
    if (this.isPlanned) return false;
    const { value, done } = this.steps.next();
    if (done) {
      this.isPlanned = true;
      this.begin(value);
    } else this.page.isPaused = true;
    return true;
  }
}
