import { keysWithLoaded } from '../../chain/transaction-keys.mjs';
import { encodeAccount } from '../encode/account.mjs';
import { encodeInnerInstructions } from '../encode/transaction.mjs';
import { encodeSimulation, refused } from '../encode/simulation.mjs';
import { address, config, contextSlot, flag, list, required } from '../params.mjs';
import { RpcError } from '../rpc-error.mjs';
import { decodeTransaction } from '../transaction-param.mjs';
import { withContext } from '../version.mjs';
import { decimalsAt } from './accounts.mjs';

/** Running a transaction without effect. */
export const simulateMethods = {
  simulateTransaction({ chain, params }) {
    required(params, 1);
    const options = config(params, 1);
    const transaction = decodeTransaction(params[0], options.encoding ?? 'base58');
    const slot = contextSlot(chain, options);
    const sigVerify = flag(options.sigVerify, 'sigVerify');
    const replaceBlockhash = flag(options.replaceRecentBlockhash, 'replaceRecentBlockhash');
    if (sigVerify && replaceBlockhash) {
      throw RpcError.invalidParams('sigVerify may not be used with replaceRecentBlockhash');
    }

    const outcome = chain.simulate(transaction, { slot, verifySignatures: sigVerify });
    if (outcome.err === 'SignatureFailure') throw RpcError.signatureVerificationFailure();
    const refusal = replaceBlockhash ? null : chain.refusal(transaction, slot);
    const shown = refusal === null ? outcome : refused(refusal);
    return withContext(slot, {
      ...encodeSimulation(shown),
      accounts: postAccounts(chain, slot, options.accounts, shown),
      innerInstructions: innerInstructions(options, transaction, shown),
      replacementBlockhash: replaceBlockhash ? replacement(chain.slots, slot) : null,
    });
  },
};

const replacement = (slots, slot) => ({
  blockhash: slots.blockhash(slot),
  lastValidBlockHeight: slots.lastValidBlockHeight(slot),
});

function postAccounts(chain, slot, wanted, { err, postAccounts: readChanged }) {
  if (wanted === undefined || wanted === null) return null;
  const encoding = wanted.encoding ?? 'base64';
  if (encoding === 'binary' || encoding === 'base58') throw RpcError.invalidParams('base58 encoding not supported');
  const addresses = list(wanted.addresses, 'accounts.addresses', 64).map(address);
  if (err !== null) return addresses.map(() => null);
  const changed = readChanged();
  return addresses.map((key) => {
    const account = changed.get(key) ?? chain.accountAt(key, slot);
    const gone = account === null || (account.lamports === 0n && account.data.length === 0);
    return gone ? null : encodeAccount(account, { encoding }, decimalsAt(chain, slot));
  });
}

function innerInstructions(options, { message }, outcome) {
  if (!flag(options.innerInstructions, 'innerInstructions')) return null;
  const groups = outcome.innerInstructions.map(({ index, instructions }) => ({
    index,
    instructions: instructions.map((inner) => ({ ...inner, data: inner.data.toString('base64') })),
  }));
  return encodeInnerInstructions(groups, keysWithLoaded(message, { writable: [], readonly: [] }), false);
}
