import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { JsonRpc } from './json-rpc.mjs';

const PROGRAM = fileURLToPath(new URL('../../bin/localnet.mjs', import.meta.url));

/** The server as its users run it: a process of its own, spoken to over HTTP. */
export class LocalnetProcess extends JsonRpc {
  #process;

  /** Slots stand still unless a test moves them or asks for a ticker. */
  static async start(...options) {
    const process = LocalnetProcess.spawn('--port', '0', '--slot-millis', '0', '--exit-with-parent', ...options);
    const errors = [];
    process.stderr.on('data', (chunk) => errors.push(chunk));
    for await (const line of createInterface(process.stdout)) return new LocalnetProcess(process, JSON.parse(line));
    throw new Error(`the server ended before it was ready: ${Buffer.concat(errors)}`);
  }

  static spawn(...options) {
    return spawn(globalThis.process.execPath, [PROGRAM, ...options]);
  }

  constructor(process, ready) {
    super(ready.rpcUrl);
    this.#process = process;
    this.ready = ready;
    this.exited = new Promise((resolve) => process.once('exit', (code, signal) => resolve({ code, signal })));
  }

  get alive() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** @returns {Promise<{code: number | null, signal: string | null}>} */
  end(signal = 'SIGTERM') {
    this.#process.kill(signal);
    return this.exited;
  }

  closeStdin() {
    this.#process.stdin.end();
    return this.exited;
  }

  async control(method, path, body) {
    const response = await fetch(`${this.ready.controlUrl}/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** A further endpoint over the same chain. */
  async openEndpoint(name, settings = {}) {
    const { status, body } = await this.control('POST', 'endpoints', { name, ...settings });
    if (status !== 201) throw new Error(body.error);
    return new JsonRpc(body.rpcUrl);
  }

  async arm(fault) {
    const { status, body } = await this.control('POST', 'faults', fault);
    if (status !== 201) throw new Error(body.error);
    return body;
  }

  async advance(slots) {
    const { body } = await this.control('POST', 'slots', { advance: slots });
    return body;
  }

  async held(least = 1) {
    const { body } = await this.control('GET', `held?waitMillis=10000&least=${least}`);
    return body.held;
  }
}
