import { MAX_AIRDROP_LAMPORTS } from '../../chain/faucet.mjs';
import { describeError } from '../../chain/transaction-errors.mjs';
import { encodeSimulation, refused } from '../encode/simulation.mjs';
import { requireHealth } from '../health.mjs';
import {
  address,
  commitment,
  config,
  flag,
  optionalUnsigned,
  required,
  requireContextSlot,
  unsigned,
} from '../params.mjs';
import { RpcError } from '../rpc-error.mjs';
import { decodeTransaction } from '../transaction-param.mjs';

/** Writing to the chain. */
export const sendMethods = {
  sendTransaction({ chain, params, effects }) {
    required(params, 1);
    const options = config(params, 1);
    const transaction = decodeTransaction(params[0], options.encoding ?? 'base58');
    const skipPreflight = flag(options.skipPreflight, 'skipPreflight');
    optionalUnsigned(options.maxRetries, 'maxRetries', 0);
    const slot = chain.slots.at(skipPreflight ? 'processed' : commitment(options.preflightCommitment));
    requireContextSlot(slot, options.minContextSlot);
    if (!skipPreflight) {
      requireHealth(chain);
      preflight(chain, transaction, slot);
    }
    // What cannot land is answered like what does: a validator forwards the bytes and does not come back to them.
    if (!effects.dropTransaction) forward(chain, transaction, effects.lateSlots, { verifySignatures: skipPreflight });
    return transaction.signature;
  },

  requestAirdrop({ chain, params }) {
    required(params, 2);
    const lamports = BigInt(unsigned(params[1], 'lamports'));
    if (lamports > MAX_AIRDROP_LAMPORTS) {
      throw RpcError.invalidParams(`Invalid request: at most ${MAX_AIRDROP_LAMPORTS} lamports at once`);
    }
    const { signature, landed, reason } = chain.airdrop(address(params[0]), lamports);
    if (!landed) throw new RpcError(-32603, `Internal error: airdrop failed: ${describeError(reason)}`);
    return signature;
  },
};

function forward(chain, transaction, lateSlots, options) {
  if (lateSlots === 0) chain.send(transaction, options);
  else chain.sendLater(transaction, lateSlots, options);
}

function preflight(chain, transaction, slot) {
  const outcome = chain.simulate(transaction, { slot, verifySignatures: true });
  if (outcome.err === 'SignatureFailure') throw RpcError.signatureVerificationFailure();
  const refusal = chain.refusal(transaction, slot);
  const shown = refusal === null ? outcome : refused(refusal);
  if (shown.err === null) return;
  const message = `Transaction simulation failed: ${describeError(shown.err)}`;
  throw RpcError.preflightFailure(message, encodeSimulation(shown));
}
