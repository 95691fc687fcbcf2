import { tokenAccountKeys } from '../tokens/layout.mjs';

/**
 * Which accounts a program owns, a wallet's token accounts and a mint's token accounts. An index names candidates: it
 * covers every version that some commitment can still see, so a reader looks at the account itself before it answers.
 */
export class AccountIndexes {
  #byProgram = new Map();
  #byTokenOwner = new Map();
  #byMint = new Map();

  ofProgram = (program) => this.#byProgram.get(program) ?? [];
  ofTokenOwner = (wallet) => this.#byTokenOwner.get(wallet) ?? [];
  ofMint = (mint) => this.#byMint.get(mint) ?? [];

  add(address, account) {
    if (account === null) return;
    put(this.#byProgram, account.owner, address);
    const token = tokenAccountKeys(account);
    if (token === null) return;
    put(this.#byTokenOwner, token.owner, address);
    put(this.#byMint, token.mint, address);
  }

  /** A version is gone; drops what only that version was listed for. */
  forget(address, account, remainingVersions) {
    if (account === null) return;
    const newest = remainingVersions.at(-1)?.account ?? null;
    if (newest !== null && newest.owner === account.owner && newest.tokenKeys === account.tokenKeys) return;
    const remaining = remainingVersions.map((version) => version.account).filter((left) => left !== null);
    if (!remaining.some((left) => left.owner === account.owner)) take(this.#byProgram, account.owner, address);
    const token = tokenAccountKeys(account);
    if (token === null) return;
    const tokens = remaining.map(tokenAccountKeys).filter((left) => left !== null);
    if (!tokens.some((left) => left.owner === token.owner)) take(this.#byTokenOwner, token.owner, address);
    if (!tokens.some((left) => left.mint === token.mint)) take(this.#byMint, token.mint, address);
  }
}

function put(index, key, address) {
  const addresses = index.get(key);
  if (addresses === undefined) index.set(key, new Set([address]));
  else addresses.add(address);
}

function take(index, key, address) {
  const addresses = index.get(key);
  if (addresses === undefined) return;
  addresses.delete(address);
  if (addresses.size === 0) index.delete(key);
}
