// The HTTP side of one endpoint: JSON-RPC on `/`, a health check on `/health`, and on one of them the control endpoint
// under `/control`.

import { createServer } from 'node:http';
import { toJson } from './codec/json.mjs';
import { ControlError } from './control/control-error.mjs';

const MOST_BODY_BYTES = 1 << 20;
/** Node's default of 511 connections waiting to be accepted overflows when a pool of clients starts at once. */
const BACKLOG = 4_096;

export class HttpServer {
  #dispatcher;
  #control;
  #server;
  /** Whether JSON-RPC connections are cut instead of answered. */
  resets = false;

  /** @param {{dispatcher: object, control: object | null}} parts */
  constructor({ dispatcher, control }) {
    this.#dispatcher = dispatcher;
    this.#control = control;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error) => {
        process.stderr.write(`localnet: ${request.method} ${request.url} failed: ${error.stack}\n`);
        if (!response.headersSent) send(response, 500, 'text/plain', 'Internal error\n');
      });
    });
    // A held request is silent for as long as a test likes.
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = 60_000;
  }

  /** @returns {Promise<number>} the port */
  listen(port, host) {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host, backlog: BACKLOG }, () => {
        this.#server.off('error', reject);
        resolve(this.#server.address().port);
      });
    });
  }

  /** @returns {Promise<void>} when the port is free */
  close() {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #handle(request, response) {
    const url = new URL(request.url, 'http://localhost');
    if (this.#control !== null && (url.pathname === '/control' || url.pathname.startsWith('/control/'))) {
      return this.#handleControl(request, response, url);
    }
    if (this.resets) return response.socket?.resetAndDestroy();
    if (request.method === 'GET' && url.pathname === '/health') return send(response, 200, 'text/plain', 'ok');
    if (request.method !== 'POST') {
      return send(response, 405, 'text/plain', 'Used HTTP Method is not allowed. POST or OPTIONS is required\n');
    }
    if (!isJson(request)) {
      return send(
        response,
        415,
        'text/plain',
        'Supplied content type is not allowed. Content-Type: application/json is required\n',
      );
    }
    const body = await readBody(request);
    if (body === null) return send(response, 413, 'text/plain', 'request body too large\n');
    return this.#end(await this.#dispatcher.handle(body, clientOf(response)), response);
  }

  #end(ending, response) {
    switch (ending.kind) {
      case 'answer':
        return send(response, 200, 'application/json; charset=utf-8', ending.body);
      case 'http':
        return send(response, ending.status, 'text/plain; charset=utf-8', ending.body, ending.headers);
      case 'reset':
        return response.socket?.resetAndDestroy();
      case 'hang':
        return undefined;
      default:
        throw new Error(`no way to end a request with ${ending.kind}`);
    }
  }

  async #handleControl(request, response, url) {
    const readJson = async () => {
      // A page in a browser cannot send this content type across origins without asking first.
      if (!isJson(request)) throw new ControlError(400, 'Content-Type: application/json is required');
      const body = await readBody(request);
      const parsed = parseObject(body);
      if (parsed === null) throw new ControlError(400, 'the body must be a JSON object');
      return parsed;
    };
    try {
      const { status, body } = await this.#control.handle(request.method, url, readJson);
      send(response, status, 'application/json; charset=utf-8', toJson(body) + '\n');
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      send(response, error.status, 'application/json; charset=utf-8', toJson({ error: error.message }) + '\n');
    }
  }
}

function send(response, status, contentType, body, headers = {}) {
  if (response.destroyed) return;
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

const isJson = (request) => /^application\/json\b/i.test(request.headers['content-type'] ?? '');

/** @returns {Promise<string | null>} null when it is too large */
function readBody(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let size = 0;
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size <= MOST_BODY_BYTES) chunks.push(chunk);
    });
    request.on('end', () => {
      const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      resolve(size > MOST_BODY_BYTES ? null : body.toString('utf8'));
    });
    request.on('error', reject);
  });
}

function parseObject(body) {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function clientOf(response) {
  const client = { closed: false };
  response.on('close', () => (client.closed = true));
  return client;
}
