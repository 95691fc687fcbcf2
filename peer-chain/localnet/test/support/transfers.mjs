// Ordinary SOL transfers with as little ceremony as tests can have: one funded payer, signed by the official client.

import {
  appendTransactionMessageInstructions,
  createTransactionMessage,
  generateKeyPairSigner,
  getBase64EncodedWireTransaction,
  getSignatureFromTransaction,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit';
import { getTransferSolInstruction } from '@solana-program/system';

export const SOL = 1_000_000_000n;

export async function fundedPayer(localnet) {
  const payer = await generateKeyPairSigner();
  await localnet.result('requestAirdrop', payer.address, Number(100n * SOL));
  await localnet.advance(32);
  return payer;
}

export async function newAddress() {
  return (await generateKeyPairSigner()).address;
}

/** @returns {Promise<{signature: string, wire: string}>} `wire` in base64 */
export async function signTransfer(localnet, payer, options) {
  const { to, amount = SOL, version = 'legacy', blockhash, extra = [], compress = (draft) => draft } = options;
  const latest = blockhash ?? (await localnet.result('getLatestBlockhash')).value;
  const message = pipe(
    createTransactionMessage({ version }),
    (draft) => setTransactionMessageFeePayerSigner(payer, draft),
    (draft) => setTransactionMessageLifetimeUsingBlockhash(latest, draft),
    (draft) =>
      appendTransactionMessageInstructions(
        [getTransferSolInstruction({ source: payer, destination: to, amount }), ...extra],
        draft,
      ),
    compress,
  );
  const transaction = await signTransactionMessageWithSigners(message);
  return {
    signature: getSignatureFromTransaction(transaction),
    wire: getBase64EncodedWireTransaction(transaction),
  };
}

export const sendWire = (localnet, wire, options = {}) =>
  localnet.call('sendTransaction', wire, { encoding: 'base64', ...options });

/** @returns {Promise<object | null>} */
export async function statusOf(localnet, signature, options = {}) {
  return (await localnet.result('getSignatureStatuses', [signature], options)).value[0];
}
