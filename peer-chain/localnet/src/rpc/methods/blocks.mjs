import { parseMessage } from '../../wire/message.mjs';
import { WireError } from '../../wire/wire-error.mjs';
import { FIRST_SLOT, MAX_PROCESSING_AGE } from '../../chain/slots.mjs';
import { feeOf } from '../../chain/fees.mjs';
import { encodeLanded } from '../encode/transaction.mjs';
import { address, config, contextSlot, ledgerCommitment, list, required, text, unsigned } from '../params.mjs';
import { RpcError } from '../rpc-error.mjs';
import { withContext } from '../version.mjs';

/** Blockhashes, blocks and fees. */
export const blockMethods = {
  getLatestBlockhash({ chain, params }) {
    const slot = contextSlot(chain, config(params, 0));
    return withContext(slot, {
      blockhash: chain.slots.blockhash(slot),
      lastValidBlockHeight: chain.slots.lastValidBlockHeight(slot),
    });
  },

  isBlockhashValid({ chain, params }) {
    required(params, 1);
    const slot = contextSlot(chain, config(params, 1));
    return withContext(slot, chain.slots.isBlockhashValid(text(params[0], 'blockhash'), slot));
  },

  getFeeForMessage({ chain, params }) {
    required(params, 1);
    const slot = contextSlot(chain, config(params, 1));
    const message = decodeMessage(text(params[0], 'message'));
    return withContext(slot, chain.slots.isBlockhashValid(message.recentBlockhash, slot) ? feeOf(message) : null);
  },

  getRecentPrioritizationFees({ chain, params }) {
    const addresses = list(params[0] ?? [], 'addresses', 128).map(address);
    const fees = [];
    for (let slot = Math.max(FIRST_SLOT, chain.slots.current - MAX_PROCESSING_AGE + 1); ; slot++) {
      if (slot > chain.slots.current) return fees;
      if (chain.slots.exists(slot)) fees.push({ slot, prioritizationFee: chain.priorityFees.at(slot, addresses) });
    }
  },

  getBlockTime({ chain, params }) {
    required(params, 1);
    const slot = unsigned(params[0], 'slot');
    requireBlock(chain, slot, 'confirmed');
    return chain.slots.time(slot);
  },

  getBlock({ chain, params }) {
    required(params, 1);
    const slot = unsigned(params[0], 'slot');
    const options = config(params, 1);
    requireBlock(chain, slot, ledgerCommitment(options.commitment));
    const { slots } = chain;
    const parentSlot = slots.parent(slot);
    return {
      blockHeight: slots.height(slot),
      blockTime: slots.time(slot),
      blockhash: slots.blockhash(slot),
      parentSlot,
      previousBlockhash: slots.blockhash(parentSlot),
      ...(options.rewards === false ? {} : { rewards: [] }),
      ...blockTransactions(chain, slot, options),
    };
  },
};

function requireBlock(chain, slot, commitment) {
  const { firstAvailable } = chain.slots;
  if (slot < firstAvailable) throw RpcError.blockCleanedUp(slot, firstAvailable);
  if (slot > chain.slots.at(commitment)) throw RpcError.blockNotAvailable(slot);
  if (chain.slots.exists(slot)) return;
  throw slot < FIRST_SLOT ? RpcError.slotMissing(slot) : RpcError.slotSkipped(slot);
}

function blockTransactions(chain, slot, options) {
  const records = chain.history.inSlot(slot);
  switch (options.transactionDetails ?? 'full') {
    case 'none':
      return {};
    case 'signatures':
      return { signatures: records.map(({ signature }) => signature) };
    case 'full':
      return { transactions: records.map((record) => encodeLanded(record, chain.read(record), options)) };
    default:
      throw RpcError.invalidParams(
        `Invalid params: unknown variant \`${options.transactionDetails}\`, expected one of ` +
          '`full`, `signatures`, `none`.',
      );
  }
}

function decodeMessage(encoded) {
  try {
    return parseMessage(Buffer.from(encoded, 'base64'));
  } catch (error) {
    if (error instanceof WireError) throw RpcError.invalidParams(`invalid message: ${error.message}`);
    throw error;
  }
}
