type Stop = () => void;

/**
 * Lets any number of calls share a caller's signal through one listener, which goes when the last of
 * them ends. Node warns of a leak at the eleventh listener, and `AbortSignal.any` leaves a trace of
 * each call on a signal that lives long.
 */
export class AbortFanOut {
  readonly #bySignal = new WeakMap<AbortSignal, { stops: Set<Stop>; tell: Stop }>();

  /**
   * Has `stop` called when the signal aborts.
   *
   * @returns What ends the subscription.
   */
  subscribe(signal: AbortSignal, stop: Stop): () => void {
    const { stops, tell } = this.#bySignal.get(signal) ?? this.#listen(signal);
    stops.add(stop);
    return () => {
      if (!stops.delete(stop) || stops.size > 0) return;
      signal.removeEventListener('abort', tell);
      this.#bySignal.delete(signal);
    };
  }

  #listen(signal: AbortSignal): { stops: Set<Stop>; tell: Stop } {
    const stops = new Set<Stop>();
    const shared = { stops, tell: () => stops.forEach((stop) => stop()) };
    signal.addEventListener('abort', shared.tell, { once: true });
    this.#bySignal.set(signal, shared);
    return shared;
  }
}
