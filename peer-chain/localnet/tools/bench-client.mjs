import { Agent, request } from 'node:http';

/** JSON-RPC over kept connections, with as little work of its own as possible. */
export class Client {
  #url;
  #agent;

  constructor(url, connections) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @returns {Promise<any>} the result; an error is thrown */
  async result(method, ...params) {
    const answer = JSON.parse(await this.#post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })));
    if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.result;
  }

  close() {
    this.#agent.destroy();
  }

  #post(body) {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const outgoing = request(this.#url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
