import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as kit from '@solana/kit';
import * as tables from '@solana-program/address-lookup-table';
import * as computeBudget from '@solana-program/compute-budget';
import { getAddMemoInstruction } from '@solana-program/memo';
import * as system from '@solana-program/system';
import * as token from '@solana-program/token-2022';

// Everything below is derived from texts, so that running it again gives the same files.
const MEMO_PROGRAM = kit.address('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');
const BLOCKHASH = { blockhash: kit.getBase58Decoder().decode(sha256('blockhash')), lastValidBlockHeight: 1000n };

function sha256(text) {
  return createHash('sha256').update(text).digest();
}

function hex(bytes) {
  return Buffer.from(bytes).toString('hex');
}

function addressOf(text) {
  return kit.getAddressDecoder().decode(publicKeyOf(sha256(text)));
}

function publicKeyOf(seed) {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  return key.export({ format: 'der', type: 'spki' }).subarray(12);
}

async function signerOf(text) {
  return kit.createKeyPairSignerFromPrivateKeyBytes(sha256(text));
}

const authority = await signerOf('authority');
const mint = await signerOf('mint');
const feePayer = await signerOf('fee payer');
const user = await signerOf('user');
const freezer = addressOf('freezer');
const userToken = await ata(user.address);
const recipients = Array.from({ length: 64 }, (_, i) => addressOf(`recipient ${i}`));
const recipientTokens = await Promise.all(recipients.map(ata));

async function ata(owner) {
  const seeds = { owner, mint: mint.address, tokenProgram: token.TOKEN_2022_PROGRAM_ADDRESS };
  return (await token.findAssociatedTokenPda(seeds))[0];
}

function mintTo(to, amount) {
  return token.getMintToCheckedInstruction({ mint: mint.address, token: to, mintAuthority: authority, amount, decimals: 9 });
}

function transfer(to, amount) {
  return token.getTransferCheckedInstruction({
    source: userToken, mint: mint.address, destination: to, authority: user, amount, decimals: 9,
  });
}

function createAta(payer, owner, address) {
  return token.getCreateAssociatedTokenIdempotentInstruction({
    payer, ata: address, owner, mint: mint.address, tokenProgram: token.TOKEN_2022_PROGRAM_ADDRESS,
  });
}

function memo(text, ...signers) {
  return getAddMemoInstruction({ memo: text, signers }, { programAddress: MEMO_PROGRAM });
}

const RECENT_SLOT = 123_456_789_012n;
const derived = await tables.findAddressLookupTablePda({ authority: authority.address, recentSlot: RECENT_SLOT });
const [table] = derived;

// Tables by name, each with an address before and after what is looked up, in another order than the message's.
const TABLES = {
  small: { address: addressOf('table small'), addresses: [freezer, ...recipientTokens.slice(0, 4).reverse(), user.address] },
  large: { address: addressOf('table large'), addresses: [mint.address, ...recipientTokens, ...recipients] },
  second: { address: addressOf('table second'), addresses: [mint.address, ...recipientTokens.slice(26, 40)] },
  programs: {
    address: addressOf('table programs'),
    addresses: [
      token.TOKEN_2022_PROGRAM_ADDRESS, system.SYSTEM_PROGRAM_ADDRESS, token.ASSOCIATED_TOKEN_PROGRAM_ADDRESS,
      authority.address, feePayer.address, user.address, ...recipients.slice(0, 3),
    ],
  },
};

const limit = computeBudget.getSetComputeUnitLimitInstruction({ units: 1_400_000 });
const price = computeBudget.getSetComputeUnitPriceInstruction({ microLamports: 123_456_789n });

const INSTRUCTIONS = {
  systemCreateAccount: system.getCreateAccountInstruction({
    payer: authority, newAccount: mint, lamports: 4_000_000n, space: 234, programAddress: token.TOKEN_2022_PROGRAM_ADDRESS,
  }),
  systemTransfer: system.getTransferSolInstruction({ source: feePayer, destination: user.address, amount: 1_000_000_007n }),
  initializeMint2: token.getInitializeMint2Instruction({
    mint: mint.address, decimals: 9, mintAuthority: authority.address, freezeAuthority: null,
  }),
  initializeMint2WithFreezeAuthority: token.getInitializeMint2Instruction({
    mint: mint.address, decimals: 9, mintAuthority: authority.address, freezeAuthority: freezer,
  }),
  initializeMetadataPointer: token.getInitializeMetadataPointerInstruction({
    mint: mint.address, authority: null, metadataAddress: mint.address,
  }),
  initializeMetadataPointerWithAuthority: token.getInitializeMetadataPointerInstruction({
    mint: mint.address, authority: authority.address, metadataAddress: mint.address,
  }),
  initializeTokenMetadata: token.getInitializeTokenMetadataInstruction({
    metadata: mint.address, updateAuthority: authority.address, mint: mint.address, mintAuthority: authority,
    name: 'Peer Tökén', symbol: 'PEER', uri: 'https://example.org/peer.json',
  }),
  mintToChecked: mintTo(recipientTokens[0], 2_119_542_178n),
  transferChecked: transfer(recipientTokens[1], 1n),
  burnChecked: token.getBurnCheckedInstruction({
    account: userToken, mint: mint.address, authority: user, amount: 9_223_372_036_854_775_807n, decimals: 9,
  }),
  createIdempotent: createAta(feePayer, recipients[0], recipientTokens[0]),
  createLookupTable: tables.getCreateLookupTableInstruction({
    address: derived, authority: authority.address, payer: feePayer, recentSlot: RECENT_SLOT,
  }),
  extendLookupTable: tables.getExtendLookupTableInstruction({
    address: table, authority, payer: authority, addresses: recipientTokens.slice(0, 3),
  }),
  deactivateLookupTable: tables.getDeactivateLookupTableInstruction({ address: table, authority }),
  closeLookupTable: tables.getCloseLookupTableInstruction({ address: table, authority, recipient: feePayer.address }),
  memoWithoutSigner: memo('P1 MINT 2026-11-21 3 1'),
  memoWithSigners: memo('ä memo', authority, user),
  computeUnitLimit: limit,
  computeUnitPrice: price,
};

const TRANSACTIONS = {
  transferSol: [feePayer, [INSTRUCTIONS.systemTransfer]],
  createMint: [authority, [
    INSTRUCTIONS.systemCreateAccount, INSTRUCTIONS.initializeMetadataPointer, INSTRUCTIONS.initializeMint2,
    INSTRUCTIONS.initializeTokenMetadata,
  ]],
  mintBatch: [authority, [
    limit, price, memo('P1 MINT 2026-11-21 3 1'),
    ...recipientTokens.slice(0, 17).map((to, i) => mintTo(to, BigInt(i + 1))),
  ]],
  createAndMintBatch: [authority, [
    limit, price, memo('P1 MINT 2026-11-21 4 1'),
    ...recipientTokens.slice(0, 8).flatMap((to, i) => [createAta(authority, recipients[i], to), mintTo(to, BigInt(i + 1))]),
  ]],
  transferWithFees: [feePayer, [
    limit, price, createAta(feePayer, recipients[1], recipientTokens[1]), INSTRUCTIONS.transferChecked,
    transfer(recipientTokens[2], 77n), INSTRUCTIONS.burnChecked, memo('P1 TRANSFER', feePayer, user),
  ]],
  onlyTheFeePayer: [feePayer, [memo('')]],
  noInstruction: [feePayer, []],
};

// With the tables in the order given.
const THROUGH_TABLES = {
  mintBatchThroughTable: [authority, [
    limit, price, memo('P1 M 2026-11-21 3 1'),
    ...recipientTokens.slice(0, 53).map((to, i) => mintTo(to, BigInt(i + 1))),
  ], ['large']],
  mintBatchThroughTwoTables: [authority, [
    limit, price, memo('P1 M 2026-11-21 3 1'),
    ...recipientTokens.slice(0, 30).map((to, i) => mintTo(to, BigInt(i + 1))),
  ], ['second', 'large']],
  mintBatchPartlyThroughTable: [authority, [
    limit, price, memo('P1 M 2026-11-21 3 1'),
    ...recipientTokens.slice(0, 12).map((to, i) => mintTo(to, BigInt(i + 1))),
  ], ['small']],
  createAndMintThroughTables: [authority, [
    limit, price, ...recipientTokens.slice(0, 3).flatMap((to, i) => [createAta(authority, recipients[i], to), mintTo(to, 7n)]),
  ], ['programs', 'small']],
  transferWithFeesThroughTable: [feePayer, [
    limit, price, INSTRUCTIONS.transferChecked, transfer(recipientTokens[2], 77n), INSTRUCTIONS.burnChecked,
    memo('P1 T', feePayer, user),
  ], ['programs', 'large']],
  nothingThroughTable: [authority, [limit, memo('P1 M')], ['large']],
};

function tableContents(names) {
  return Object.fromEntries(names.map((name) => [TABLES[name].address, TABLES[name].addresses]));
}

function compile(version, payer, instructions, names = []) {
  const message = kit.pipe(
    kit.createTransactionMessage({ version }),
    (m) => kit.setTransactionMessageFeePayerSigner(payer, m),
    (m) => kit.setTransactionMessageLifetimeUsingBlockhash(BLOCKHASH, m),
    (m) => kit.appendTransactionMessageInstructions(instructions, m),
    (m) => (names.length ? kit.compressTransactionMessageUsingAddressLookupTables(m, tableContents(names)) : m),
  );
  return kit.signTransactionMessageWithSigners(message);
}

function instructionJson(instruction) {
  return {
    program: instruction.programAddress,
    accounts: (instruction.accounts ?? []).map(({ address, role }) => ({
      address, signer: kit.isSignerRole(role), writable: kit.isWritableRole(role),
    })),
    data: hex(instruction.data),
  };
}

async function transactionJson(name, version, [payer, instructions, names = []]) {
  const signed = await compile(version, payer, instructions, names);
  return {
    name,
    version: version === 'legacy' ? 'LEGACY' : 'V0',
    feePayer: payer.address,
    blockhash: BLOCKHASH.blockhash,
    instructions: instructions.map(instructionJson),
    ...(names.length ? { tables: names.map((name) => TABLES[name]) } : {}),
    message: hex(signed.messageBytes),
    signature: kit.getSignatureFromTransaction(signed),
    wire: hex(kit.getTransactionEncoder().encode(signed)),
  };
}

function orderJson() {
  const addresses = Array.from({ length: 300 }, (_, i) => addressOf(`order ${i}`));
  return { shuffled: addresses, sorted: [...addresses].sort(kit.getAddressComparator()) };
}

const keys = Object.fromEntries(
  ['authority', 'mint', 'fee payer', 'user'].map((name) => [name, { seed: hex(sha256(name)), address: addressOf(name) }]),
);
const transactions = [];
for (const [name, parts] of Object.entries(TRANSACTIONS)) {
  for (const version of ['legacy', 0]) transactions.push(await transactionJson(name, version, parts));
}

for (const [name, parts] of Object.entries(THROUGH_TABLES)) transactions.push(await transactionJson(name, 0, parts));

function tableAccountJson(deactivationSlot, addresses) {
  const state = {
    deactivationSlot, lastExtendedSlot: 777n, lastExtendedSlotStartIndex: 2, authority: authority.address, padding: 0, addresses,
  };
  return {
    deactivationSlot: String(deactivationSlot), lastExtendedSlot: '777', authority: authority.address, addresses,
    data: hex(tables.getAddressLookupTableEncoder().encode(state)),
  };
}

const output = fileURLToPath(new URL('../resources/vectors/', import.meta.url));
mkdirSync(output, { recursive: true });
const files = {
  'keys.json': keys,
  'instructions.json': Object.fromEntries(Object.entries(INSTRUCTIONS).map(([name, one]) => [name, instructionJson(one)])),
  'transactions.json': transactions,
  'associated-token-accounts.json': {
    mint: mint.address,
    accounts: recipients.slice(0, 20).map((wallet, i) => ({ wallet, address: recipientTokens[i] })),
  },
  'address-order.json': orderJson(),
  'lookup-tables.json': {
    recentSlot: String(RECENT_SLOT),
    authority: authority.address,
    address: table,
    bump: derived[1],
    accounts: [
      tableAccountJson(0xffff_ffff_ffff_ffffn, recipientTokens.slice(0, 3)),
      tableAccountJson(888n, recipientTokens.slice(0, 1)),
      tableAccountJson(0xffff_ffff_ffff_ffffn, []),
    ],
  },
  'mint-size.json': {
    atCreation: token.getMintSize([
      token.extension('MetadataPointer', { authority: null, metadataAddress: mint.address }),
    ]),
    withMetadata: token.getMintSize([
      token.extension('MetadataPointer', { authority: null, metadataAddress: mint.address }),
      token.extension('TokenMetadata', {
        updateAuthority: authority.address, mint: mint.address, additionalMetadata: new Map(),
        name: 'Peer Tökén', symbol: 'PEER', uri: 'https://example.org/peer.json',
      }),
    ]),
  },
};
for (const [name, content] of Object.entries(files)) {
  writeFileSync(`${output}${name}`, `${JSON.stringify(content, null, 1)}\n`);
}
