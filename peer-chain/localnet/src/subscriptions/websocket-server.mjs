// The WebSocket side, on a port of its own: an HTTP client that offers an upgrade to HTTP/2 must not be taken for one of
// these. It shows the chain as it is; settings of endpoints and faults do not concern it.

import { WebSocketServer } from 'ws';
import { failure, isRequest, notification, success } from '../rpc/envelope.mjs';
import { required } from '../rpc/params.mjs';
import { RpcError } from '../rpc/rpc-error.mjs';
import { KINDS } from './kinds.mjs';
import { Subscriptions } from './subscriptions.mjs';

const MOST_MESSAGE_BYTES = 1 << 20;
const METHOD = /^([a-z]+)(Subscribe|Unsubscribe)$/;

export class SubscriptionServer {
  #chain;
  #subscriptions;
  #server = null;

  constructor(chain) {
    this.#chain = chain;
    this.#subscriptions = new Subscriptions(chain);
  }

  /** @returns {Promise<number>} the port */
  listen(port, host) {
    this.#server = new WebSocketServer({ port, host, perMessageDeflate: false, maxPayload: MOST_MESSAGE_BYTES });
    this.#server.on('connection', (socket) => this.#serve(socket));
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.once('listening', () => resolve(this.#server.address().port));
    });
  }

  /** Cuts all connections; their subscriptions are gone. @returns {number} how many */
  disconnect() {
    const sockets = [...this.#server.clients];
    for (const socket of sockets) socket.terminate();
    return sockets.length;
  }

  close() {
    this.disconnect();
    this.#server.close();
  }

  #serve(socket) {
    const connection = new Connection(socket, this.#chain, this.#subscriptions);
    socket.on('message', (data, isBinary) => connection.receive(isBinary ? '' : data.toString()));
    socket.on('close', () => connection.close());
    // A broken frame ends this connection; the server has nothing else to do about it.
    socket.on('error', () => socket.terminate());
  }
}

class Connection {
  #socket;
  #chain;
  #subscriptions;
  #ids = new Set();

  constructor(socket, chain, subscriptions) {
    this.#socket = socket;
    this.#chain = chain;
    this.#subscriptions = subscriptions;
  }

  receive(message) {
    let request;
    try {
      request = JSON.parse(message);
    } catch {
      this.#send(failure(null, RpcError.parseError()));
      return;
    }
    if (!isRequest(request)) {
      this.#send(failure(request?.id ?? null, RpcError.invalidRequest()));
      return;
    }
    this.#call(request);
  }

  close() {
    for (const id of this.#ids) this.#subscriptions.remove(id);
  }

  #call({ method, params = [], id = null }) {
    try {
      const [, name, action] = METHOD.exec(method) ?? [];
      if (!Object.hasOwn(KINDS, name ?? '')) throw RpcError.methodNotFound();
      if (action === 'Unsubscribe') {
        this.#send(success(id, this.#unsubscribe(params)));
        return;
      }
      const kind = KINDS[name](params, this.#chain);
      const subscription = this.#subscriptions.add(kind, (subscription, result) => {
        this.#send(notification(`${name}Notification`, { result, subscription }));
      });
      this.#ids.add(subscription);
      this.#send(success(id, subscription));
      this.#subscriptions.catchUp(subscription);
    } catch (error) {
      if (error instanceof RpcError) {
        this.#send(failure(id, error));
        return;
      }
      process.stderr.write(`localnet: ${method} failed: ${error.stack}\n`);
      this.#send(failure(id, new RpcError(-32603, 'Internal error')));
    }
  }

  #unsubscribe(params) {
    required(params, 1);
    if (!this.#ids.delete(params[0]) || !this.#subscriptions.remove(params[0])) {
      throw RpcError.invalidParams('Invalid subscription id.');
    }
    return true;
  }

  #send(text) {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
  }
}
