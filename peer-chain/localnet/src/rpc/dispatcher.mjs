// From one JSON-RPC request to its answer. Faults are asked before and after the method runs.

import { NO_EFFECTS } from './effects.mjs';
import { failure, isRequest, success } from './envelope.mjs';
import { accountMethods } from './methods/accounts.mjs';
import { blockMethods } from './methods/blocks.mjs';
import { clusterMethods } from './methods/cluster.mjs';
import { historyMethods } from './methods/history.mjs';
import { sendMethods } from './methods/send.mjs';
import { simulateMethods } from './methods/simulate.mjs';
import { tokenMethods } from './methods/tokens.mjs';
import { RpcError } from './rpc-error.mjs';

const METHODS = new Map(
  Object.entries({
    ...clusterMethods,
    ...blockMethods,
    ...accountMethods,
    ...tokenMethods,
    ...sendMethods,
    ...simulateMethods,
    ...historyMethods,
  }),
);

/**
 * How a request ends: with a body to send, or with something else done to the connection.
 *
 * @typedef {{kind: 'answer', body: string} | {kind: 'reset'} | {kind: 'hang'} |
 *   {kind: 'http', status: number, body: string, headers: object}} Ending
 */
export class Dispatcher {
  #faults;
  #endpoint;
  /** the chain as this endpoint shows it */
  view;
  /** method → how often it was called */
  calls = new Map();

  /** @param {string} endpoint the name that faults may be limited to */
  constructor(view, faults, endpoint) {
    this.view = view;
    this.#faults = faults;
    this.#endpoint = endpoint;
  }

  /**
   * @param {string} body
   * @param {{closed: boolean}} client
   * @returns {Promise<Ending>}
   */
  async handle(body, client) {
    let request;
    try {
      request = JSON.parse(body);
    } catch {
      return answer(failure(null, RpcError.parseError()));
    }
    if (!Array.isArray(request)) return this.#call(request, client);
    if (request.length === 0) return answer(failure(null, RpcError.invalidRequest()));

    const bodies = [];
    for (const call of request) {
      const ending = await this.#call(call, client);
      if (ending.kind !== 'answer') return ending;
      if (ending.body !== '') bodies.push(ending.body);
    }
    return answer(bodies.length === 0 ? '' : `[${bodies.join(',')}]`);
  }

  async #call(request, client) {
    if (!isRequest(request)) return answer(failure(request?.id ?? null, RpcError.invalidRequest()));
    const { method, params = [], id } = request;
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);

    const faulty = this.#faults.armed ? this.#faults.begin({ endpoint: this.#endpoint, method, params }, client) : null;
    const before = faulty === null ? null : await faulty.before();
    const result = before ?? answer(this.#run(method, params, id, faulty?.effects ?? NO_EFFECTS));
    const after = faulty === null || before !== null ? null : await faulty.after();
    const ending = after ?? result;
    if (ending.kind === 'error') return answer(failure(id ?? null, ending.error));
    if (ending.kind === 'null') return answer(success(id ?? null, null));
    return id === undefined && ending.kind === 'answer' ? answer('') : ending;
  }

  #run(method, params, id, effects) {
    try {
      const implementation = METHODS.get(method);
      if (implementation === undefined) throw RpcError.methodNotFound();
      const result = implementation({ chain: this.view.lagging(effects.lagSlots), params, effects });
      return success(id ?? null, result);
    } catch (error) {
      if (error instanceof RpcError) return failure(id ?? null, error);
      process.stderr.write(`localnet: ${method} failed: ${error.stack}\n`);
      return failure(id ?? null, new RpcError(-32603, 'Internal error'));
    }
  }
}

const answer = (body) => ({ kind: 'answer', body });
