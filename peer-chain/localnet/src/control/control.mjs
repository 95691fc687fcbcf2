import { fork, REPLAYS } from '../chain/fork.mjs';
import { ControlError } from './control-error.mjs';

const MOST_SLOTS = 100_000;
const LONGEST_WAIT_MILLIS = 60_000;

/** What a test can ask of the server besides JSON-RPC. */
export class Control {
  #chain;
  #ticker;
  #faults;
  #endpoints;
  #subscriptions;

  constructor({ chain, ticker, faults, endpoints, subscriptions }) {
    this.#chain = chain;
    this.#ticker = ticker;
    this.#faults = faults;
    this.#endpoints = endpoints;
    this.#subscriptions = subscriptions;
  }

  /**
   * @param {string} method of HTTP
   * @param {URL} url
   * @param {() => Promise<object>} readBody
   * @returns {Promise<{status: number, body: object}>}
   */
  async handle(method, url, readBody) {
    const [resource, id, ...rest] = url.pathname.split('/').slice(2);
    if (rest.length > 0) throw new ControlError(404, 'no such resource');
    switch (`${method} ${resource}`) {
      case 'GET state':
        return ok(this.#state());
      case 'POST slots':
        return ok(this.#advance(await readBody()));
      case 'POST fork':
        return ok(this.#fork(await readBody()));
      case 'POST clock':
        return ok(this.#setClock(await readBody()));
      case 'POST pause':
        this.#ticker.pause();
        return ok(this.#state());
      case 'POST resume':
        this.#ticker.resume();
        return ok(this.#state());
      case 'POST faults':
        return created(this.#arm(await readBody()));
      case 'GET faults':
        return ok({ faults: this.#faults.list().map((fault) => fault.toJson()) });
      case 'DELETE faults':
        return ok({ deleted: this.#disarm(id) });
      case 'GET held':
        return ok(await this.#held(url.searchParams));
      case 'POST release':
        return ok(this.#release(await readBody()));
      case 'POST endpoints':
        if (id === undefined) return created((await this.#endpoints.open(await readBody())).toJson());
        return ok((await this.#endpoints.change(id, await readBody())).toJson());
      case 'GET endpoints':
        return ok({ endpoints: this.#endpoints.list().map((endpoint) => endpoint.toJson()) });
      case 'DELETE endpoints':
        await this.#endpoints.remove(id);
        return ok({ deleted: 1 });
      case 'DELETE subscriptions':
        return ok({ disconnected: this.#subscriptions.disconnect() });
      default:
        throw new ControlError(404, `no such resource: ${method} ${url.pathname}`);
    }
  }

  #state() {
    const { slots, genesis, history } = this.#chain;
    return {
      slot: slots.current,
      blockHeight: slots.height(slots.current),
      confirmedSlot: slots.at('confirmed'),
      finalizedSlot: slots.at('finalized'),
      paused: this.#ticker.paused,
      clockFrozen: this.#chain.clockFrozen,
      genesisHash: genesis.hash,
      transactionCount: history.size,
      lateTransactions: this.#chain.lateTransactions,
      calls: this.#calls(),
      endpoints: this.#endpoints.list().map((endpoint) => endpoint.toJson()),
    };
  }

  /** By method, over all endpoints. */
  #calls() {
    const total = {};
    for (const { calls } of this.#endpoints.list()) {
      for (const [method, count] of calls) total[method] = (total[method] ?? 0) + count;
    }
    return total;
  }

  #arm(request) {
    const { endpoint } = request;
    if (endpoint !== undefined && endpoint !== null) this.#endpoints.named(endpoint);
    const fault = this.#faults.arm(request);
    if (fault.kind === 'lag') this.#chain.accounts.keepFor(fault.slots);
    return fault.toJson();
  }

  #advance({ advance }) {
    if (!Number.isSafeInteger(advance) || advance < 1 || advance > MOST_SLOTS) {
      throw new ControlError(400, `advance must be a whole number from 1 to ${MOST_SLOTS}`);
    }
    this.#chain.advance(advance);
    return this.#state();
  }

  #setClock({ frozen }) {
    if (typeof frozen !== 'boolean') throw new ControlError(400, 'frozen must be true or false');
    this.#chain.clockFrozen = frozen;
    return this.#state();
  }

  #fork({ slots, replay = 'none', seed = 0 }) {
    if (!Number.isSafeInteger(slots) || slots < 1) throw new ControlError(400, 'slots must be a whole number from 1');
    if (!REPLAYS.includes(replay)) throw new ControlError(400, `replay must be one of ${REPLAYS.join(', ')}`);
    if (!Number.isSafeInteger(seed)) throw new ControlError(400, 'seed must be a whole number');
    const { dropped, landedAgain } = fork(this.#chain, { slots, replay, seed });
    return { ...this.#state(), dropped, landedAgain };
  }

  #disarm(id) {
    const deleted = this.#faults.disarm(id);
    if (id !== undefined && deleted === 0) throw new ControlError(404, `no fault ${id}`);
    return deleted;
  }

  async #held(query) {
    const least = Number(query.get('least') ?? 1);
    const waitMillis = Number(query.get('waitMillis') ?? 0);
    if (!(least >= 1) || !(waitMillis >= 0 && waitMillis <= LONGEST_WAIT_MILLIS)) {
      throw new ControlError(400, `least must be 1 or more, waitMillis 0 to ${LONGEST_WAIT_MILLIS}`);
    }
    await this.#faults.holds.waitFor(least, waitMillis);
    return { held: this.#faults.holds.list() };
  }

  #release({ id, action = 'continue' }) {
    if (action !== 'continue' && action !== 'discard') {
      throw new ControlError(400, 'action must be "continue" or "discard"');
    }
    const released = this.#faults.holds.release(id, action);
    if (id !== undefined && released === 0) throw new ControlError(404, `nothing is held as ${id}`);
    return { released };
  }
}

const ok = (body) => ({ status: 200, body });
const created = (body) => ({ status: 201, body });
