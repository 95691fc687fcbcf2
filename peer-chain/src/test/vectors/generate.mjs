import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as kit from '@solana/kit';
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
const recipients = Array.from({ length: 20 }, (_, i) => addressOf(`recipient ${i}`));
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

function compile(version, payer, instructions) {
  const message = kit.pipe(
    kit.createTransactionMessage({ version }),
    (m) => kit.setTransactionMessageFeePayerSigner(payer, m),
    (m) => kit.setTransactionMessageLifetimeUsingBlockhash(BLOCKHASH, m),
    (m) => kit.appendTransactionMessageInstructions(instructions, m),
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

async function transactionJson(name, version, [payer, instructions]) {
  const signed = await compile(version, payer, instructions);
  return {
    name,
    version: version === 'legacy' ? 'LEGACY' : 'V0',
    feePayer: payer.address,
    blockhash: BLOCKHASH.blockhash,
    instructions: instructions.map(instructionJson),
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

const output = fileURLToPath(new URL('../resources/vectors/', import.meta.url));
mkdirSync(output, { recursive: true });
const files = {
  'keys.json': keys,
  'instructions.json': Object.fromEntries(Object.entries(INSTRUCTIONS).map(([name, one]) => [name, instructionJson(one)])),
  'transactions.json': transactions,
  'associated-token-accounts.json': {
    mint: mint.address,
    accounts: recipients.map((wallet, i) => ({ wallet, address: recipientTokens[i] })),
  },
  'address-order.json': orderJson(),
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
