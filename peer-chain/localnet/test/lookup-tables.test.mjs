// A version 0 transaction may name accounts through a table. What it writes there must be seen like any other write.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  AccountRole,
  address,
  compressTransactionMessageUsingAddressLookupTables,
  getAddressEncoder,
  getProgramDerivedAddress,
} from '@solana/kit';
import { getTransferSolInstruction } from '@solana-program/system';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, sendWire, signTransfer, SOL } from './support/transfers.mjs';

const TABLES = address('AddressLookupTab1e1111111111111111111111111');
const SYSTEM = address('11111111111111111111111111111111');
const CREATE = 0;
const EXTEND = 2;

let localnet;
let payer;

before(async () => {
  localnet = await LocalnetProcess.start();
  payer = await fundedPayer(localnet);
});
after(() => localnet.end());

const u64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const instruction = (kind, table, data) => ({
  programAddress: TABLES,
  accounts: [
    { address: table, role: AccountRole.WRITABLE },
    { address: payer.address, role: AccountRole.WRITABLE_SIGNER, signer: payer },
    { address: payer.address, role: AccountRole.WRITABLE_SIGNER, signer: payer },
    { address: SYSTEM, role: AccountRole.READONLY },
  ],
  data: Buffer.concat([Buffer.from([kind, 0, 0, 0]), data]),
});

async function tableOf(addresses) {
  const recentSlot = await localnet.result('getSlot');
  const seeds = [getAddressEncoder().encode(payer.address), u64(recentSlot)];
  const [table, bump] = await getProgramDerivedAddress({ programAddress: TABLES, seeds });
  const entries = Buffer.concat(addresses.map((entry) => getAddressEncoder().encode(entry)));
  const { wire } = await signTransfer(localnet, payer, {
    to: payer.address,
    extra: [
      instruction(CREATE, table, Buffer.concat([u64(recentSlot), Buffer.from([bump])])),
      instruction(EXTEND, table, Buffer.concat([u64(addresses.length), entries])),
    ],
  });
  const { error } = await sendWire(localnet, wire);
  assert.equal(error, undefined);
  await localnet.advance(32);
  return table;
}

test('pays accounts that a table names', async () => {
  const recipients = await Promise.all(Array.from({ length: 20 }, newAddress));
  const table = await tableOf(recipients);
  const { wire, signature } = await signTransfer(localnet, payer, {
    to: recipients[0],
    version: 0,
    extra: recipients.slice(1).map((to) => getTransferSolInstruction({ source: payer, destination: to, amount: SOL })),
    compress: (message) => compressTransactionMessageUsingAddressLookupTables(message, { [table]: recipients }),
  });

  assert.equal((await sendWire(localnet, wire)).result, signature);
  await localnet.advance(32);

  for (const to of recipients) assert.equal((await localnet.result('getBalance', to)).value, Number(SOL));
  const landed = await localnet.result('getTransaction', signature, { maxSupportedTransactionVersion: 0 });
  assert.deepEqual(new Set(landed.meta.loadedAddresses.writable), new Set(recipients));
  assert.equal(landed.meta.postBalances.length, 22);
  const ofRecipient = await localnet.result('getSignaturesForAddress', recipients[7]);
  assert.deepEqual(
    ofRecipient.map((row) => row.signature),
    [signature],
  );
});
