// A Token-2022 mint, token accounts, lookup tables over them, and payments to 50 of them at a time, written as bytes.

import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { getProgramDerivedAddress } from '@solana/kit';
import { addressFromBytes, addressToBytes } from '../src/codec/address.mjs';
import { decodeBase58, encodeBase58 } from '../src/codec/base58.mjs';
import { ADDRESS_LOOKUP_TABLE_PROGRAM, SYSTEM_PROGRAM, TOKEN_2022_PROGRAM } from '../src/chain/programs.mjs';

export const RECIPIENTS_PER_PAYMENT = 50;
const RECIPIENTS_PER_TABLE = 250;
const ADDRESSES_PER_EXTENSION = 25;
const ACCOUNTS_PER_CREATION = 5;
const MINT_BYTES = 82;
const ACCOUNT_BYTES = 165;
const DECIMALS = 9;
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

const u32 = (value) => Buffer.from(new Uint32Array([value]).buffer);
const u64 = (value) => Buffer.from(new BigUint64Array([BigInt(value)]).buffer);
const length = (count) => Buffer.from(count < 128 ? [count] : [(count & 127) | 128, count >> 7]);
const list = (items) => Buffer.concat([length(items.length), ...items]);

function newKey() {
  const key = Buffer.concat([PKCS8_ED25519, randomBytes(32)]);
  const secret = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  const bytes = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { address: addressFromBytes(bytes), sign: (message) => sign(null, message, secret) };
}

/** @param {{signers: object[], writable: string[], programs: string[]}} keys @param {Buffer[]} instructions encoded */
function transaction({ signers, writable, programs }, blockhash, instructions, lookups = null) {
  const keys = [...signers.map(({ address }) => address), ...writable, ...programs].map(addressToBytes);
  const message = Buffer.concat([
    Buffer.from(lookups === null ? [] : [0x80]),
    Buffer.from([signers.length, 0, programs.length]),
    list(keys),
    decodeBase58(blockhash),
    list(instructions),
    lookups === null ? Buffer.alloc(0) : list(lookups),
  ]);
  const signatures = signers.map((signer) => signer.sign(message));
  return {
    signature: encodeBase58(signatures[0]),
    wire: Buffer.concat([list(signatures), message]).toString('base64'),
  };
}

const instruction = (program, accounts, data) =>
  Buffer.concat([Buffer.from([program]), length(accounts.length), Buffer.from(accounts), length(data.length), data]);

export class Payments {
  #client;
  #payer = newKey();
  #mint = newKey();
  #recipients = [];
  #tables = [];
  #count = 0;

  static async open(client, recipients) {
    const payments = new Payments(client);
    await payments.#prepare(recipients);
    return payments;
  }

  constructor(client) {
    this.#client = client;
  }

  /** Each is another transaction: the amounts count up. */
  next(blockhash) {
    const number = this.#count++;
    const first = (number * RECIPIENTS_PER_PAYMENT) % this.#recipients.length;
    const table = this.#tables[Math.floor(first / RECIPIENTS_PER_TABLE)];
    const indexes = Array.from({ length: RECIPIENTS_PER_PAYMENT }, (_, i) => (first + i) % RECIPIENTS_PER_TABLE);
    const data = Buffer.concat([Buffer.from([14]), u64(number + 1), Buffer.from([DECIMALS])]);
    // Static keys: payer, mint, token program. The loaded ones follow.
    const mints = indexes.map((_, i) => instruction(2, [1, 3 + i, 0], data));
    const lookup = Buffer.concat([addressToBytes(table), length(indexes.length), Buffer.from(indexes), length(0)]);
    const keys = { signers: [this.#payer], writable: [this.#mint.address], programs: [TOKEN_2022_PROGRAM] };
    return transaction(keys, blockhash, mints, [lookup]);
  }

  async #prepare(count) {
    for (let i = 0; i < 20; i++) await this.#client.result('requestAirdrop', this.#payer.address, 100_000_000_000_000);
    await this.#final();
    await this.#createMint();
    for (let i = 0; i < count; i += ACCOUNTS_PER_CREATION) await this.#createAccounts(ACCOUNTS_PER_CREATION);
    await this.#final();
    for (let i = 0; i < count; i += RECIPIENTS_PER_TABLE) {
      await this.#createTable(this.#recipients.slice(i, i + RECIPIENTS_PER_TABLE));
    }
    await this.#final();
  }

  async #createMint() {
    const authority = addressToBytes(this.#payer.address);
    const initialize = Buffer.concat([Buffer.from([20, DECIMALS]), authority, Buffer.alloc(1)]);
    const programs = [SYSTEM_PROGRAM, TOKEN_2022_PROGRAM];
    await this.#send({ signers: [this.#payer, this.#mint], writable: [], programs }, [
      instruction(2, [0, 1], await this.#creation(MINT_BYTES)),
      instruction(3, [1], initialize),
    ]);
  }

  async #createAccounts(count) {
    const accounts = Array.from({ length: count }, newKey);
    const creation = await this.#creation(ACCOUNT_BYTES);
    const signers = [this.#payer, ...accounts];
    const programs = [this.#mint.address, SYSTEM_PROGRAM, TOKEN_2022_PROGRAM];
    const [mint, system, token] = [count + 1, count + 2, count + 3];
    await this.#send(
      { signers, writable: [], programs },
      accounts.flatMap((account, i) => [
        instruction(system, [0, i + 1], creation),
        instruction(token, [i + 1, mint], Buffer.concat([Buffer.from([18]), addressToBytes(account.address)])),
      ]),
    );
    this.#recipients.push(...accounts.map(({ address }) => address));
  }

  async #createTable(addresses) {
    const slot = await this.#client.result('getSlot');
    const seeds = [addressToBytes(this.#payer.address), u64(slot)];
    const [table, bump] = await getProgramDerivedAddress({ programAddress: ADDRESS_LOOKUP_TABLE_PROGRAM, seeds });
    const programs = [SYSTEM_PROGRAM, ADDRESS_LOOKUP_TABLE_PROGRAM];
    const keys = { signers: [this.#payer], writable: [table], programs };
    const accounts = [1, 0, 0, 2];
    await this.#send(keys, [instruction(3, accounts, Buffer.concat([u32(0), u64(slot), Buffer.from([bump])]))]);
    for (let i = 0; i < addresses.length; i += ADDRESSES_PER_EXTENSION) {
      const added = addresses.slice(i, i + ADDRESSES_PER_EXTENSION).map(addressToBytes);
      await this.#send(keys, [instruction(3, accounts, Buffer.concat([u32(2), u64(added.length), ...added]))]);
    }
    this.#tables.push(table);
    // The next table's address follows from another slot.
    while ((await this.#client.result('getSlot')) <= slot) await sleep(10);
  }

  async #creation(bytes) {
    const lamports = await this.#client.result('getMinimumBalanceForRentExemption', bytes);
    return Buffer.concat([u32(0), u64(lamports), u64(bytes), addressToBytes(TOKEN_2022_PROGRAM)]);
  }

  async #send(keys, instructions) {
    const latest = await this.#client.result('getLatestBlockhash', { commitment: 'processed' });
    const { wire } = transaction(keys, latest.value.blockhash, instructions);
    await this.#client.result('sendTransaction', wire, { encoding: 'base64', preflightCommitment: 'processed' });
  }

  async #final() {
    const wanted = await this.#client.result('getSlot', { commitment: 'processed' });
    while ((await this.#client.result('getSlot')) < wanted) await sleep(20);
  }
}
