// The official client against the server: what a wallet or a service would do with a Token-2022 token, at every commitment.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  address,
  appendTransactionMessageInstructions,
  compileTransaction,
  createSolanaRpc,
  createTransactionMessage,
  generateKeyPairSigner,
  getBase64EncodedWireTransaction,
  getSignatureFromTransaction,
  lamports,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit';
import { getAddMemoInstruction } from '@solana-program/memo';
import { getCreateAccountInstruction } from '@solana-program/system';
import {
  findAssociatedTokenPda,
  getBurnCheckedInstruction,
  getCreateAssociatedTokenIdempotentInstruction,
  getInitializeMint2Instruction,
  getMintToCheckedInstruction,
  getTransferCheckedInstruction,
} from '@solana-program/token';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { initializeMetadata, initializeMetadataPointer } from './support/token-metadata.mjs';

const TOKEN_2022 = address('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb');
const token2022 = { programAddress: TOKEN_2022 };
const memoProgram = { programAddress: address('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr') };
const PEER = 1_000_000_000n;
const MINT_WITH_POINTER_BYTES = 234n;

let localnet;
let rpc;
let payer;
let alice;
let bob;
let mint;
let aliceTokens;
let bobTokens;

before(async () => {
  localnet = await LocalnetProcess.start();
  rpc = createSolanaRpc(localnet.rpcUrl);
  [payer, alice, bob, mint] = await Promise.all(Array.from({ length: 4 }, () => generateKeyPairSigner()));
  for (const signer of [payer, alice]) {
    await rpc.requestAirdrop(signer.address, lamports(10_000_000_000n), { commitment: 'confirmed' }).send();
  }
  await localnet.advance(32);
  [aliceTokens] = await findAssociatedTokenPda({ mint: mint.address, owner: alice.address, tokenProgram: TOKEN_2022 });
  [bobTokens] = await findAssociatedTokenPda({ mint: mint.address, owner: bob.address, tokenProgram: TOKEN_2022 });
});

after(() => localnet.end());

async function sign(instructions, { version = 0 } = {}) {
  const { value: latest } = await rpc.getLatestBlockhash().send();
  const message = pipe(
    createTransactionMessage({ version }),
    (draft) => setTransactionMessageFeePayerSigner(payer, draft),
    (draft) => setTransactionMessageLifetimeUsingBlockhash(latest, draft),
    (draft) => appendTransactionMessageInstructions(instructions, draft),
  );
  return signTransactionMessageWithSigners(message);
}

async function send(instructions, options) {
  const transaction = await sign(instructions, options);
  const wire = getBase64EncodedWireTransaction(transaction);
  const sent = await rpc.sendTransaction(wire, { encoding: 'base64', maxRetries: 0n }).send();
  assert.equal(sent, getSignatureFromTransaction(transaction));
  return sent;
}

/** Sends, and moves on until it is final. */
async function settle(instructions, options) {
  const signature = await send(instructions, options);
  await localnet.advance(32);
  const { value } = await rpc.getSignatureStatuses([signature]).send();
  assert.deepEqual([value[0].confirmationStatus, value[0].confirmations, value[0].err], ['finalized', null, null]);
  return signature;
}

const balance = async (account, commitment) => {
  const { value } = await rpc.getTokenAccountBalance(account, { commitment }).send();
  return BigInt(value.amount);
};

test('creates a mint that carries its own metadata', async () => {
  const rent = await rpc.getMinimumBalanceForRentExemption(MINT_WITH_POINTER_BYTES + 200n).send();
  await settle([
    getCreateAccountInstruction({
      payer,
      newAccount: mint,
      lamports: rent,
      space: MINT_WITH_POINTER_BYTES,
      programAddress: TOKEN_2022,
    }),
    initializeMetadataPointer(mint.address, payer.address),
    getInitializeMint2Instruction({ mint: mint.address, decimals: 9, mintAuthority: payer.address }, token2022),
    initializeMetadata(mint.address, payer, { name: 'Peer', symbol: 'PEER', uri: 'peer:metadata' }),
  ]);

  const { value } = await rpc.getAccountInfo(mint.address, { encoding: 'jsonParsed' }).send();

  const { program, parsed } = value.data;
  assert.equal(program, 'spl-token-2022');
  assert.equal(parsed.type, 'mint');
  assert.equal(parsed.info.decimals, 9);
  assert.equal(parsed.info.mintAuthority, payer.address);
  const [pointer, metadata] = parsed.info.extensions;
  assert.deepEqual(pointer.state, { authority: payer.address, metadataAddress: mint.address });
  assert.equal(metadata.state.name, 'Peer');
  assert.equal(metadata.state.symbol, 'PEER');
});

test('mints to new token accounts', async () => {
  await settle([
    ...[alice, bob].map((owner) =>
      getCreateAssociatedTokenIdempotentInstruction({
        payer,
        ata: owner === alice ? aliceTokens : bobTokens,
        owner: owner.address,
        mint: mint.address,
        tokenProgram: TOKEN_2022,
      }),
    ),
    getMintToCheckedInstruction(
      { mint: mint.address, token: aliceTokens, mintAuthority: payer, amount: 100n * PEER, decimals: 9 },
      token2022,
    ),
  ]);

  assert.equal(await balance(aliceTokens), 100n * PEER);
  const owned = await rpc
    .getTokenAccountsByOwner(alice.address, { programId: TOKEN_2022 }, { encoding: 'jsonParsed' })
    .send();
  assert.equal(owned.value.length, 1);
  assert.equal(owned.value[0].pubkey, aliceTokens);
  assert.equal(owned.value[0].account.data.parsed.info.tokenAmount.uiAmountString, '100');
});

test('shows a transfer at each commitment as it becomes true', async () => {
  const signature = await send([
    getAddMemoInstruction({ memo: 'v1 transfer 7' }, memoProgram),
    getTransferCheckedInstruction(
      {
        source: aliceTokens,
        mint: mint.address,
        destination: bobTokens,
        authority: alice,
        amount: 30n * PEER,
        decimals: 9,
      },
      token2022,
    ),
  ]);
  const seen = async () => [
    await balance(bobTokens, 'processed'),
    await balance(bobTokens, 'confirmed'),
    await balance(bobTokens, 'finalized'),
  ];
  const status = async () => (await rpc.getSignatureStatuses([signature]).send()).value[0];

  assert.deepEqual(await seen(), [30n * PEER, 0n, 0n]);
  assert.equal((await status()).confirmationStatus, 'processed');
  assert.equal(await rpc.getTransaction(signature, { maxSupportedTransactionVersion: 0 }).send(), null);

  await localnet.advance(1);
  assert.deepEqual(await seen(), [30n * PEER, 30n * PEER, 0n]);
  assert.equal((await status()).confirmationStatus, 'confirmed');

  await localnet.advance(30);
  assert.deepEqual(await seen(), [30n * PEER, 30n * PEER, 0n]);
  assert.equal((await status()).confirmations, 31n);

  await localnet.advance(1);
  assert.deepEqual(await seen(), [30n * PEER, 30n * PEER, 30n * PEER]);
  assert.equal((await status()).confirmations, null);
});

test('burns', async () => {
  await settle([
    getBurnCheckedInstruction(
      { account: bobTokens, mint: mint.address, authority: bob, amount: 5n * PEER, decimals: 9 },
      token2022,
    ),
  ]);

  assert.equal(await balance(bobTokens), 25n * PEER);
  const supply = await rpc.getTokenSupply(mint.address).send();
  assert.equal(supply.value.amount, (95n * PEER).toString());
  const largest = await rpc.getTokenLargestAccounts(mint.address).send();
  assert.deepEqual(
    largest.value.map((holder) => holder.address),
    [aliceTokens, bobTokens],
  );
});

test('tells history', async () => {
  const ofBob = await rpc.getSignaturesForAddress(bobTokens, { limit: 10 }).send();
  assert.equal(ofBob.length, 3);
  assert.equal(ofBob[1].memo, '[13] v1 transfer 7');
  const earlier = await rpc.getSignaturesForAddress(bobTokens, { before: ofBob[0].signature, limit: 1 }).send();
  assert.deepEqual(earlier, [ofBob[1]]);

  const transfer = await rpc
    .getTransaction(ofBob[1].signature, { encoding: 'json', maxSupportedTransactionVersion: 0 })
    .send();

  assert.equal(transfer.slot, ofBob[1].slot);
  assert.equal(transfer.version, 0);
  assert.equal(transfer.meta.fee, 10_000n);
  assert.equal(transfer.meta.err, null);
  const keys = transfer.transaction.message.accountKeys;
  const bobRow = (rows) => rows.find(({ accountIndex }) => keys[accountIndex] === bobTokens);
  assert.equal(bobRow(transfer.meta.preTokenBalances).uiTokenAmount.amount, '0');
  assert.equal(bobRow(transfer.meta.postTokenBalances).uiTokenAmount.amount, (30n * PEER).toString());
  assert.equal(transfer.meta.preBalances[0] - transfer.meta.postBalances[0], 10_000n);
  await assert.rejects(rpc.getTransaction(ofBob[1].signature).send(), /version/);
});

test('refuses at preflight what would fail, and says why', async () => {
  const overdraft = getTransferCheckedInstruction(
    {
      source: aliceTokens,
      mint: mint.address,
      destination: bobTokens,
      authority: alice,
      amount: 999n * PEER,
      decimals: 9,
    },
    token2022,
  );

  await assert.rejects(send([overdraft]), (error) => {
    assert.equal(error.context.__code, -32002);
    assert.match(error.context.logs.join('\n'), /insufficient funds/);
    return true;
  });
});

test('lets a transaction that fails land when preflight is skipped, and takes its fee', async () => {
  const overdraft = getTransferCheckedInstruction(
    {
      source: aliceTokens,
      mint: mint.address,
      destination: bobTokens,
      authority: alice,
      amount: 999n * PEER,
      decimals: 9,
    },
    token2022,
  );
  const transaction = await sign([overdraft], { version: 'legacy' });
  const { value: before } = await rpc.getBalance(payer.address).send();

  const signature = await rpc
    .sendTransaction(getBase64EncodedWireTransaction(transaction), { encoding: 'base64', skipPreflight: true })
    .send();
  await localnet.advance(32);

  const { value } = await rpc.getSignatureStatuses([signature]).send();
  assert.deepEqual(value[0].err, { InstructionError: [0n, { Custom: 1n }] });
  assert.equal(value[0].confirmationStatus, 'finalized');
  const { value: afterwards } = await rpc.getBalance(payer.address).send();
  assert.equal(before - afterwards, 10_000n);
  const landed = await rpc.getTransaction(signature, { encoding: 'json' }).send();
  assert.deepEqual(landed.meta.err, { InstructionError: [0n, { Custom: 1n }] });
});

test('simulates without effect', async () => {
  const transaction = await sign([
    getMintToCheckedInstruction(
      { mint: mint.address, token: aliceTokens, mintAuthority: payer, amount: PEER, decimals: 9 },
      token2022,
    ),
  ]);
  const before = await balance(aliceTokens);

  const { value } = await rpc
    .simulateTransaction(getBase64EncodedWireTransaction(transaction), {
      encoding: 'base64',
      sigVerify: true,
      accounts: { addresses: [aliceTokens], encoding: 'jsonParsed' },
    })
    .send();

  assert.equal(value.err, null);
  assert.ok(value.unitsConsumed > 1_000n);
  assert.equal(BigInt(value.accounts[0].data.parsed.info.tokenAmount.amount), before + PEER);
  assert.equal(await balance(aliceTokens, 'processed'), before);
});

test('prices a message', async () => {
  const { value: latest } = await rpc.getLatestBlockhash().send();
  const compiled = compileTransaction(
    pipe(
      createTransactionMessage({ version: 0 }),
      (draft) => setTransactionMessageFeePayerSigner(payer, draft),
      (draft) => setTransactionMessageLifetimeUsingBlockhash(latest, draft),
      (draft) => appendTransactionMessageInstructions([getAddMemoInstruction({ memo: 'price' }, memoProgram)], draft),
    ),
  );
  const message = Buffer.from(compiled.messageBytes).toString('base64');

  assert.equal((await rpc.getFeeForMessage(message).send()).value, 5_000n);
  await localnet.advance(151);
  assert.equal((await rpc.getFeeForMessage(message, { commitment: 'processed' }).send()).value, null);
});
