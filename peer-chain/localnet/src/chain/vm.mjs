// The one place that touches litesvm. It must only ever be handed transactions that the wire parser accepted.

import litesvm from 'litesvm/dist/internal.js';
import { addressFromBytes, addressToBytes } from '../codec/address.mjs';
import { errorFromVm } from './transaction-errors.mjs';

const { Account, Clock, EpochSchedule, FailedTransactionMetadata, LiteSvm } = litesvm;

export const SLOTS_PER_EPOCH = 432_000;
const NO_DATA = new Uint8Array(0);
const RENT_EXEMPT_EPOCH = 2n ** 64n - 1n;

/**
 * @typedef {object} StoredAccount
 * @property {bigint} lamports
 * @property {string} owner
 * @property {boolean} executable
 * @property {Buffer} data
 * @property {object | null} [tokenKeys] what `tokenAccountKeys` remembers
 *
 * @typedef {object} Outcome
 * @property {null | string | object} err
 * @property {string[]} logs
 * @property {number} unitsConsumed
 * @property {{programId: string, data: Buffer} | null} returnData
 * @property {{index: number, instructions: object[]}[]} innerInstructions
 * @property {() => Map<string, StoredAccount>} [postAccounts] of a simulation that succeeded
 */
export class Vm {
  #svm;

  constructor() {
    this.#svm = new LiteSvm();
    // Blockhashes and duplicates are judged by the server, which knows more than the latest of each.
    this.#svm.setBlockhashCheck(false);
    this.#svm.setTransactionHistory(0n);
    this.#svm.setEpochSchedule(new EpochSchedule(BigInt(SLOTS_PER_EPOCH), BigInt(SLOTS_PER_EPOCH), false, 0n, 0n));
  }

  /** @param {{slot: number, hash: string}[]} slotHashes newest first */
  enterSlot(slot, unixTimestamp, epochStartTimestamp, slotHashes) {
    const epoch = BigInt(Math.floor(slot / SLOTS_PER_EPOCH));
    this.#svm.setClock(new Clock(BigInt(slot), BigInt(epochStartTimestamp), epoch, epoch + 1n, BigInt(unixTimestamp)));
    this.#svm.setSlotHashes(slotHashes.map(({ slot, hash }) => ({ slot: BigInt(slot), hash })));
  }

  minimumBalanceForRentExemption(dataLength) {
    return this.#svm.minimumBalanceForRentExemption(BigInt(dataLength));
  }

  /** @returns {StoredAccount | null} */
  account(address) {
    const account = this.#svm.getAccount(addressToBytes(address));
    return account === null ? null : stored(account);
  }

  /** @param {StoredAccount | null} account null removes it */
  setAccount(address, account) {
    const value =
      account === null
        ? new Account(0n, NO_DATA, addressToBytes('11111111111111111111111111111111'), false, 0n)
        : new Account(
            account.lamports,
            account.data,
            addressToBytes(account.owner),
            account.executable,
            RENT_EXEMPT_EPOCH,
          );
    this.#svm.setAccount(addressToBytes(address), value);
  }

  /** @param {import('../wire/transaction.mjs').Transaction} transaction @returns {Outcome} */
  execute(transaction, { verifySignatures }) {
    this.#svm.setSigverify(verifySignatures);
    const result =
      transaction.message.version === 'legacy'
        ? this.#svm.sendLegacyTransaction(transaction.wire)
        : this.#svm.sendVersionedTransaction(transaction.wire);
    return outcome(result);
  }

  /** @param {import('../wire/transaction.mjs').Transaction} transaction @returns {Outcome} */
  simulate(transaction, { verifySignatures }) {
    this.#svm.setSigverify(verifySignatures);
    const result =
      transaction.message.version === 'legacy'
        ? this.#svm.simulateLegacyTransaction(transaction.wire)
        : this.#svm.simulateVersionedTransaction(transaction.wire);
    if (result instanceof FailedTransactionMetadata) return outcome(result);
    const simulated = outcome(result.meta());
    simulated.postAccounts = () =>
      new Map(result.postAccounts().map((entry) => [addressFromBytes(entry.address), stored(entry.account())]));
    return simulated;
  }
}

function stored(account) {
  const data = account.data();
  return {
    lamports: account.lamports(),
    owner: addressFromBytes(account.owner()),
    executable: account.executable(),
    data: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    tokenKeys: undefined,
  };
}

function outcome(result) {
  const failed = result instanceof FailedTransactionMetadata;
  const meta = failed ? result.meta() : result;
  const logs = meta.logs();
  return {
    err: failed ? errorFromVm(result.err()) : null,
    logs,
    unitsConsumed: Number(meta.computeUnitsConsumed()),
    returnData: returnDataOf(meta),
    innerInstructions: hasInnerInstructions(logs) ? innerInstructionsOf(meta) : [],
  };
}

function returnDataOf(meta) {
  const returned = meta.returnData();
  const data = Buffer.from(returned.data());
  return data.length === 0 ? null : { programId: addressFromBytes(returned.programId()), data };
}

/** The binding builds an object for each outer instruction, which most transactions need not pay for. */
function hasInnerInstructions(logs) {
  return logs.at(-1) === 'Log truncated' || logs.some((line) => line.endsWith(' invoke [2]'));
}

function innerInstructionsOf(meta) {
  const groups = [];
  meta.innerInstructions().forEach((inner, index) => {
    if (inner.length === 0) return;
    const instructions = inner.map((entry) => {
      const instruction = entry.instruction();
      return {
        programIndex: instruction.programIdIndex(),
        accounts: Buffer.from(instruction.accounts()),
        data: Buffer.from(instruction.data()),
        stackHeight: entry.stackHeight(),
      };
    });
    groups.push({ index, instructions });
  });
  return groups;
}
