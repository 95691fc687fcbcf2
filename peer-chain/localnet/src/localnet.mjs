// Puts the server together. Nothing here knows about processes or the command line.

import { Chain } from './chain/chain.mjs';
import { Genesis } from './chain/genesis.mjs';
import { Ticker } from './chain/ticker.mjs';
import { Control } from './control/control.mjs';
import { Faults } from './control/faults.mjs';
import { urlHost } from './endpoints/endpoint.mjs';
import { Endpoints } from './endpoints/endpoints.mjs';
import { FileStorage } from './persistence/file-storage.mjs';
import { MemoryStorage } from './persistence/memory-storage.mjs';
import { SubscriptionServer } from './subscriptions/websocket-server.mjs';

/**
 * @param {ReturnType<import('./cli/options.mjs').parseOptions>} options
 * @returns {Promise<{rpcUrl: string, wsUrl: string, endpoints: {name: string, rpcUrl: string}[], genesisHash: string,
 *   close: () => void}>}
 */
export async function startLocalnet(options) {
  const chain = openChain(options);
  const ticker = new Ticker(chain, options.slotMillis);
  const faults = new Faults();
  const endpoints = new Endpoints({ chain, faults, host: options.host });
  const subscriptions = new SubscriptionServer(chain);
  const control = new Control({ chain, ticker, faults, endpoints, subscriptions });
  await endpoints.openMain(options.port, control);
  const wsPort = await subscriptions.listen(options.wsPort, options.host);
  for (let i = 0; i < options.endpoints; i++) await endpoints.open({ name: 'bcdefghi'[i] });
  ticker.start();

  return {
    rpcUrl: endpoints.main.rpcUrl,
    wsUrl: `ws://${urlHost(options.host)}:${wsPort}`,
    endpoints: endpoints.list().map(({ name, rpcUrl }) => ({ name, rpcUrl })),
    genesisHash: chain.genesis.hash,
    close() {
      ticker.stop();
      endpoints.close();
      subscriptions.close();
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
