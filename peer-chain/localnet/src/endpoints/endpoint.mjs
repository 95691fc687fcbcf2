import { ChainView } from '../chain/view.mjs';
import { HttpServer } from '../http-server.mjs';
import { Dispatcher } from '../rpc/dispatcher.mjs';

export const urlHost = (host) => (host.includes(':') ? `[${host}]` : host);

/** One address of the chain, with a view of its own. */
export class Endpoint {
  #chain;
  #host;
  #port;
  #dispatcher;
  #server;

  /**
   * @param {string} name
   * @param {{chain: object, faults: object, host: string, control: object | null, settings: object}} options `control`
   *   is served beside JSON-RPC unless it is null
   */
  constructor(name, { chain, faults, host, control, settings }) {
    this.name = name;
    this.settings = settings;
    this.#chain = chain;
    this.#host = host;
    this.#dispatcher = new Dispatcher(new ChainView(chain, settings), faults, name);
    this.#server = new HttpServer({ dispatcher: this.#dispatcher, control });
  }

  async open(port) {
    this.#port = await this.#server.listen(port, this.#host);
    await this.#followDown(null, this.settings.down);
  }

  get port() {
    return this.#port;
  }

  get rpcUrl() {
    return `http://${urlHost(this.#host)}:${this.#port}`;
  }

  get calls() {
    return this.#dispatcher.calls;
  }

  /** @param {object} settings as `changedSettings` gives them */
  async change(settings) {
    await this.#followDown(this.settings.down, settings.down);
    this.settings = settings;
    this.#dispatcher.view = new ChainView(this.#chain, settings);
  }

  close() {
    return this.#server.close();
  }

  toJson() {
    const { lies, ...settings } = this.settings;
    return {
      name: this.name,
      rpcUrl: this.rpcUrl,
      ...settings,
      lies: lies.told,
      calls: Object.fromEntries(this.calls),
    };
  }

  async #followDown(before, down) {
    this.#server.resets = down === 'reset';
    if (down === 'refuse' && before !== 'refuse') await this.#server.close();
    if (down !== 'refuse' && before === 'refuse') await this.#server.listen(this.#port, this.#host);
  }
}
