import { ControlError } from '../control/control-error.mjs';
import { Endpoint } from './endpoint.mjs';
import { changedSettings, HONEST } from './settings.mjs';

export const MAIN = 'main';
const MOST_ENDPOINTS = 16;
const NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** All endpoints over the one chain. The first, `main`, also serves the control endpoint and is always there. */
export class Endpoints {
  #chain;
  #faults;
  #host;
  #byName = new Map();

  constructor({ chain, faults, host }) {
    this.#chain = chain;
    this.#faults = faults;
    this.#host = host;
  }

  async openMain(port, control) {
    await this.#open(MAIN, port, control, HONEST);
  }

  /** @param {{name: string, port?: number}} request and any settings */
  async open({ name, port = 0, ...request }) {
    if (typeof name !== 'string' || !NAME.test(name)) {
      throw new ControlError(400, 'name must be 1 to 32 small letters, digits or hyphens');
    }
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new ControlError(400, 'port must be 0 to 65535');
    if (this.#byName.has(name)) throw new ControlError(400, `there is an endpoint ${name} already`);
    if (this.#byName.size >= MOST_ENDPOINTS) throw new ControlError(400, `at most ${MOST_ENDPOINTS} endpoints`);
    return this.#open(name, port, null, changedSettings(request, HONEST));
  }

  get main() {
    return this.#byName.get(MAIN);
  }

  list() {
    return [...this.#byName.values()];
  }

  named(name) {
    const endpoint = this.#byName.get(name);
    if (endpoint === undefined) throw new ControlError(404, `no endpoint ${name}`);
    return endpoint;
  }

  async change(name, request) {
    const endpoint = this.named(name);
    const settings = changedSettings(request, endpoint.settings);
    if (name === MAIN && settings.down === 'refuse') {
      throw new ControlError(400, 'main serves the control endpoint too and can only be down by "reset"');
    }
    this.#chain.accounts.keepFor(settings.lagSlots);
    await sayIfTaken(endpoint.port, () => endpoint.change(settings));
    return endpoint;
  }

  async remove(name) {
    if (name === MAIN) throw new ControlError(400, 'main cannot be removed');
    const endpoint = this.named(name);
    this.#byName.delete(name);
    await endpoint.close();
  }

  close() {
    for (const endpoint of this.#byName.values()) endpoint.close();
  }

  async #open(name, port, control, settings) {
    const options = { chain: this.#chain, faults: this.#faults, host: this.#host, control, settings };
    const endpoint = new Endpoint(name, options);
    // Taken before the port is open, so that a second request for the same name finds it taken.
    this.#byName.set(name, endpoint);
    try {
      await (control === null ? sayIfTaken(port, () => endpoint.open(port)) : endpoint.open(port));
    } catch (error) {
      this.#byName.delete(name);
      throw error;
    }
    this.#chain.accounts.keepFor(settings.lagSlots);
    return endpoint;
  }
}

/** To whoever asked at the control endpoint, instead of to whoever started the server. */
async function sayIfTaken(port, listen) {
  try {
    await listen();
  } catch (error) {
    throw error.code === 'EADDRINUSE' ? new ControlError(400, `port ${port} is taken`) : error;
  }
}
