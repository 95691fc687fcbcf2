// What is remembered of a transaction that landed: small values at once, the rest as compact text for getTransaction.

import { tokenAccountKeys, tokenAmount } from '../tokens/layout.mjs';
import { MEMO_PROGRAMS } from './programs.mjs';

/** The memos of a transaction in the form that getSignaturesForAddress shows: `[length] text; [length] text`. */
export function memoOf({ staticKeys, instructions }) {
  const memos = instructions
    .filter(({ programIndex }) => MEMO_PROGRAMS.has(staticKeys[programIndex]))
    .map(({ data }) => `[${data.length}] ${data.toString('utf8')}`);
  return memos.length === 0 ? null : memos.join('; ');
}

/**
 * @param {import('./bank.mjs').Execution} execution
 * @param {(mint: string) => number} decimalsOf
 */
export function detailsOf({ fee, outcome, keys, before, after }, decimalsOf) {
  return {
    fee: fee.toString(),
    units: outcome.unitsConsumed,
    logs: outcome.logs,
    pre: before.map(lamportsText),
    post: after.map(lamportsText),
    preTokens: tokenBalances(before, decimalsOf),
    postTokens: tokenBalances(after, decimalsOf),
    inner: outcome.innerInstructions.map(({ index, instructions }) => ({
      index,
      instructions: instructions.map(({ programIndex, accounts, data, stackHeight }) => ({
        programIndex,
        accounts: [...accounts],
        data: data.toString('base64'),
        stackHeight,
      })),
    })),
    returnData:
      outcome.returnData === null
        ? null
        : { programId: outcome.returnData.programId, data: outcome.returnData.data.toString('base64') },
    loaded: keys.loaded,
  };
}

const lamportsText = (account) => (account === null ? '0' : account.lamports.toString());

/** Rows of account index, mint, wallet, token program, base units, decimals. */
function tokenBalances(accounts, decimalsOf) {
  const rows = [];
  accounts.forEach((account, index) => {
    if (account === null) return;
    const token = tokenAccountKeys(account);
    if (token === null) return;
    const amount = tokenAmount(account).toString();
    rows.push([index, token.mint, token.owner, account.owner, amount, decimalsOf(token.mint)]);
  });
  return rows;
}
