/** Calls to one endpoint, without a client in between. */
export class JsonRpc {
  constructor(rpcUrl) {
    this.rpcUrl = rpcUrl;
  }

  post(body, headers = { 'Content-Type': 'application/json' }) {
    return fetch(this.rpcUrl, { method: 'POST', headers, body });
  }

  /** One JSON-RPC call: the whole answer. */
  async call(method, ...params) {
    const response = await this.post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
    return response.json();
  }

  /** One JSON-RPC call that must succeed: its result. */
  async result(method, ...params) {
    const { result, error } = await this.call(method, ...params);
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /** One JSON-RPC call that must be refused: its error. */
  async error(method, ...params) {
    const answer = await this.call(method, ...params);
    if (answer.error === undefined) throw new Error(`${method} succeeded: ${JSON.stringify(answer.result)}`);
    return answer.error;
  }
}
