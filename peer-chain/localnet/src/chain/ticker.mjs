/** Begins a slot at every interval. An interval of 0 leaves the slots to whoever calls `advance`. */
export class Ticker {
  #chain;
  #millis;
  #timer = null;
  paused = false;

  constructor(chain, millis) {
    this.#chain = chain;
    this.#millis = millis;
  }

  start() {
    if (this.#millis === 0 || this.#timer !== null) return;
    // Counted from the start, so that a busy moment delays slots without losing them; a long one only loses time.
    let due = performance.now() + this.#millis;
    this.#timer = setInterval(() => {
      const now = performance.now();
      if (now - due > 10 * this.#millis) due = now;
      for (; due <= now; due += this.#millis) if (!this.paused) this.#chain.advance();
    }, this.#millis);
  }

  pause() {
    this.paused = true;
  }

  resume() {
    this.paused = false;
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }
}
