// One armed fault: what it waits for, how often it still strikes, and what it does.

import { MOST_LAG_SLOTS } from '../endpoints/settings.mjs';
import { randomNumbers } from '../random.mjs';
import { RpcError } from '../rpc/rpc-error.mjs';
import { ControlError } from './control-error.mjs';

/** kind → the moments at which it can strike; an effect changes how the method itself runs */
const KINDS = new Map([
  ['hold', ['before', 'after']],
  ['delay', ['before', 'after']],
  ['reset', ['before', 'after']],
  ['hang', ['before', 'after']],
  ['error', ['before', 'after']],
  ['http', ['before', 'after']],
  ['garbage', ['before', 'after']],
  ['null', ['after', 'before']],
  ['loseReply', ['after']],
  ['drop', ['effect']],
  ['late', ['effect']],
  ['lag', ['effect']],
  ['forget', ['effect']],
]);
const FORGETFUL_METHODS = new Set(['getSignatureStatuses', 'getTransaction', 'getSignaturesForAddress']);
const FIELDS = new Set(
  (
    'endpoint method fault when count skip match probability seed millis slots code message data status body ' +
    'retryAfterSeconds'
  ).split(' '),
);

export class Fault {
  #passed = 0;
  #random;

  constructor(id, request) {
    for (const field of Object.keys(request)) {
      if (!FIELDS.has(field)) throw new ControlError(400, `a fault has no field "${field}"`);
    }
    const moments = KINDS.get(request.fault);
    if (moments === undefined) {
      throw new ControlError(400, `unknown fault "${request.fault}"; known: ${[...KINDS.keys()].join(', ')}`);
    }
    this.id = id;
    this.endpoint = request.endpoint ?? null;
    this.method = request.method ?? '*';
    this.kind = request.fault;
    this.when = request.when ?? moments[0];
    if (!moments.includes(this.when)) throw new ControlError(400, `${this.kind} cannot strike "${this.when}"`);
    if ((this.kind === 'drop' || this.kind === 'late') && this.method !== 'sendTransaction') {
      throw new ControlError(400, `${this.kind} needs the method sendTransaction`);
    }
    if (this.kind === 'forget' && this.method !== '*' && !FORGETFUL_METHODS.has(this.method)) {
      throw new ControlError(400, `forget needs one of the methods ${[...FORGETFUL_METHODS].join(', ')}`);
    }
    this.remaining = request.count === null ? Infinity : whole(request, 'count', 1);
    this.skip = whole(request, 'skip', 0);
    this.match = matchOf(request.match);
    this.probability = request.probability ?? 1;
    this.#random = randomNumbers(whole(request, 'seed', 0));
    this.millis = whole(request, 'millis', 0);
    this.slots = slotsOf(request);
    this.error = new RpcError(request.code ?? -32603, request.message ?? 'Internal error', request.data);
    this.status = whole(request, 'status', 500);
    this.body = request.body;
    this.retryAfterSeconds = request.retryAfterSeconds;
    this.hits = 0;
  }

  /** Whether this fault strikes the call now; counts the call. */
  strikes(call) {
    if (this.remaining === 0 || (this.method !== '*' && this.method !== call.method)) return false;
    if (this.endpoint !== null && this.endpoint !== call.endpoint) return false;
    if (this.kind === 'forget' && !FORGETFUL_METHODS.has(call.method)) return false;
    if (!this.#matches(call)) return false;
    if (this.#passed < this.skip) {
      this.#passed++;
      return false;
    }
    if (this.probability < 1 && this.#random() >= this.probability) return false;
    this.remaining--;
    this.hits++;
    return true;
  }

  toJson() {
    return {
      id: this.id,
      endpoint: this.endpoint ?? undefined,
      method: this.method,
      fault: this.kind,
      when: this.when,
      skip: this.skip,
      match: this.match ?? undefined,
      hits: this.hits,
      remaining: this.remaining === Infinity ? null : this.remaining,
    };
  }

  #matches(call) {
    if (this.match === null) return true;
    const { signature, contains } = this.match;
    // `forget` hides single transactions from an answer; which calls ask for them does not matter.
    if (signature !== undefined && this.kind !== 'forget' && !call.text().includes(signature)) return false;
    return contains === undefined || call.text().includes(contains);
  }
}

function slotsOf(request) {
  const slots = whole(request, 'slots', 1);
  if (slots < 1 || slots > MOST_LAG_SLOTS) throw new ControlError(400, `slots must be 1 to ${MOST_LAG_SLOTS}`);
  return slots;
}

function matchOf(match) {
  if (match === undefined || match === null) return null;
  const { signature, contains } = match;
  if (typeof (signature ?? contains) !== 'string') {
    throw new ControlError(400, 'match needs "signature" or "contains"');
  }
  return { signature, contains };
}

function whole(request, field, fallback) {
  const value = request[field] ?? fallback;
  if (!Number.isSafeInteger(value) || value < 0) throw new ControlError(400, `${field} must be a whole number`);
  return value;
}
