import { addressToBytes } from '../codec/address.mjs';
import { decodeBase58 } from '../codec/base58.mjs';
import { parseTransaction } from '../wire/transaction.mjs';
import { COMPUTE_BUDGET_PROGRAM, SYSTEM_PROGRAM } from './programs.mjs';

export const FAUCET_LAMPORTS = 500_000_000_000_000_000n;
/** More at once is refused by the VM. */
export const MAX_AIRDROP_LAMPORTS = 100_000_000_000_000n;

/** Pays airdrops by ordinary signed transfers, so that they show in history like everything else. */
export class Faucet {
  #key;
  #count = 0;

  /** @param {import('./genesis.mjs').Genesis} genesis */
  constructor(genesis) {
    this.#key = genesis.faucet;
  }

  /** A compute-unit limit that counts up keeps two equal airdrops under one blockhash apart. */
  transaction(recipient, lamports, blockhash) {
    const unitLimit = Buffer.alloc(5);
    unitLimit[0] = 2;
    unitLimit.writeUInt32LE(10_000 + (this.#count++ % 1_000_000), 1);
    const transfer = Buffer.alloc(12);
    transfer.writeUInt32LE(2, 0);
    transfer.writeBigUInt64LE(lamports, 4);

    const keys = [this.#key.address, recipient, SYSTEM_PROGRAM, COMPUTE_BUDGET_PROGRAM];
    const message = Buffer.concat([
      Buffer.from([1, 0, 2, keys.length]),
      ...keys.map(addressToBytes),
      decodeBase58(blockhash),
      Buffer.from([2, 3, 0, unitLimit.length]),
      unitLimit,
      Buffer.from([2, 2, 0, 1, transfer.length]),
      transfer,
    ]);
    return parseTransaction(Buffer.concat([Buffer.from([1]), this.#key.sign(message), message]));
  }
}
