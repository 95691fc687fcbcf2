// Puts the server together. Nothing here knows about processes or the command line.

import { Chain } from './chain/chain.mjs';
import { Genesis } from './chain/genesis.mjs';
import { Ticker } from './chain/ticker.mjs';
import { Control } from './control/control.mjs';
import { Faults } from './control/faults.mjs';
import { HttpServer } from './http-server.mjs';
import { FileStorage } from './persistence/file-storage.mjs';
import { MemoryStorage } from './persistence/memory-storage.mjs';
import { Dispatcher } from './rpc/dispatcher.mjs';

/**
 * @param {ReturnType<import('./cli/options.mjs').parseOptions>} options
 * @returns {Promise<{port: number, genesisHash: string, close: () => void}>}
 */
export async function startLocalnet(options) {
  const chain = openChain(options);
  const ticker = new Ticker(chain, options.slotMillis);
  const faults = new Faults();
  const dispatcher = new Dispatcher(chain, faults);
  const control = new Control({ chain, ticker, faults, dispatcher });
  const server = new HttpServer({ dispatcher, control });
  const port = await server.listen(options.port, options.host);
  ticker.start();

  return {
    port,
    genesisHash: chain.genesis.hash,
    close() {
      ticker.stop();
      server.close();
      chain.storage.close(chain);
    },
  };
}

function openChain({ data, seed, confirmedSlots, finalizedSlots }) {
  if (data === null) {
    return new Chain({ genesis: Genesis.create(seed), confirmedSlots, finalizedSlots, storage: new MemoryStorage() });
  }
  const storage = new FileStorage(data, seed);
  const chain = new Chain({ genesis: storage.genesis, confirmedSlots, finalizedSlots, storage });
  storage.restore(chain);
  chain.advance();
  return chain;
}
