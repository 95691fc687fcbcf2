/** Requests that wait until a test lets them go. */
export class Holds {
  #held = new Map();
  #watchers = new Set();
  #count = 0;

  /** @returns {Promise<'continue' | 'discard'>} when it is released */
  hold(fault, call, client) {
    const id = `h${++this.#count}`;
    return new Promise((release) => {
      this.#held.set(id, { id, fault, call, client, release });
      for (const watcher of this.#watchers) watcher();
    });
  }

  list() {
    return [...this.#held.values()].map(({ id, fault, call, client }) => ({
      id,
      faultId: fault.id,
      endpoint: call.endpoint,
      method: call.method,
      when: fault.when,
      signature: call.signature,
      params: call.params,
      clientGone: client.closed,
    }));
  }

  /** Resolves when at least so many are held, or the time is over. */
  async waitFor(least, waitMillis) {
    if (this.#held.size >= least || waitMillis === 0) return;
    await new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#watchers.delete(check);
        resolve();
      };
      const check = () => this.#held.size >= least && done();
      const timer = setTimeout(done, waitMillis);
      this.#watchers.add(check);
    });
  }

  /** @returns {number} how many went on */
  release(id, action) {
    const chosen = id === undefined ? [...this.#held.values()] : [this.#held.get(id)].filter(Boolean);
    for (const held of chosen) {
      this.#held.delete(held.id);
      held.release(action);
    }
    return chosen.length;
  }
}
