import { setTimeout as sleep } from 'node:timers/promises';
import { NO_EFFECTS } from '../rpc/effects.mjs';
import { CallText } from './call-text.mjs';
import { Fault } from './fault.mjs';
import { Holds } from './holds.mjs';

/** All armed faults, and what they do to one call. */
export class Faults {
  #faults = new Map();
  #count = 0;
  holds = new Holds();

  /** Whether any fault can still strike. */
  get armed() {
    for (const fault of this.#faults.values()) if (fault.remaining > 0) return true;
    return false;
  }

  arm(request) {
    const fault = new Fault(`f${++this.#count}`, request);
    this.#faults.set(fault.id, fault);
    return fault;
  }

  list() {
    return [...this.#faults.values()];
  }

  /** @returns {number} how many were disarmed */
  disarm(id) {
    if (id !== undefined) return this.#faults.delete(id) ? 1 : 0;
    const { size } = this.#faults;
    this.#faults.clear();
    return size;
  }

  /** @param {{endpoint: string, method: string, params: unknown[]}} call @param {{closed: boolean}} client */
  begin({ endpoint, method, params }, client) {
    return new FaultyCall(this, new CallText(endpoint, method, params), client);
  }
}

/** One call on its way through the armed faults. */
class FaultyCall {
  #faults;
  #call;
  #client;
  effects = { ...NO_EFFECTS };

  constructor(faults, call, client) {
    this.#faults = faults;
    this.#call = call;
    this.#client = client;
  }

  /** @returns {Promise<import('../rpc/dispatcher.mjs').Ending | null>} null when the method is to run */
  async before() {
    const ending = await this.#strike('before');
    if (ending === null) this.#applyEffects();
    return ending;
  }

  /** @returns {Promise<import('../rpc/dispatcher.mjs').Ending | null>} null when the method's own answer is to be sent */
  after() {
    return this.#strike('after');
  }

  async #strike(when) {
    for (const fault of this.#faults.list()) {
      if (fault.when !== when || !fault.strikes(this.#call)) continue;
      const ending = await this.#perform(fault);
      if (ending !== null) return ending;
    }
    return null;
  }

  async #perform(fault) {
    switch (fault.kind) {
      case 'hold': {
        const action = await this.#faults.holds.hold(fault, this.#call, this.#client);
        return action === 'discard' ? { kind: 'reset' } : null;
      }
      case 'delay':
        await sleep(fault.millis);
        return null;
      case 'loseReply':
      case 'reset':
        return { kind: 'reset' };
      case 'hang':
        return { kind: 'hang' };
      case 'error':
        return { kind: 'error', error: fault.error };
      case 'http':
        return { kind: 'http', status: fault.status, body: fault.body ?? '', headers: retryAfter(fault) };
      case 'garbage':
        return { kind: 'http', status: 200, body: fault.body ?? '<html>not JSON</html>', headers: {} };
      case 'null':
        return { kind: 'null' };
      default:
        throw new Error(`no way to perform ${fault.kind}`);
    }
  }

  #applyEffects() {
    for (const fault of this.#faults.list()) {
      if (fault.when !== 'effect' || !fault.strikes(this.#call)) continue;
      this.#applyEffect(fault);
    }
  }

  #applyEffect(fault) {
    const { effects } = this;
    switch (fault.kind) {
      case 'drop':
        effects.dropTransaction = true;
        break;
      case 'late':
        effects.lateSlots = fault.slots;
        break;
      case 'lag':
        effects.lagSlots = fault.slots;
        break;
      case 'forget': {
        const { forgets } = effects;
        const only = fault.match?.signature;
        effects.forgets = (signature) => only === undefined || only === signature || forgets(signature);
        break;
      }
      default:
        throw new Error(`no such effect: ${fault.kind}`);
    }
  }
}

function retryAfter({ retryAfterSeconds }) {
  return retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
}
