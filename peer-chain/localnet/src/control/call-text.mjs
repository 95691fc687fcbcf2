import { MEMO_PROGRAMS } from '../chain/programs.mjs';
import { decodeTransaction } from '../rpc/transaction-param.mjs';

const TAKES_TRANSACTION = new Set(['sendTransaction', 'simulateTransaction']);

/** One call as faults look at it: the transaction it carries is opaque, so its parts are spelled out. */
export class CallText {
  #text = null;

  constructor(endpoint, method, params) {
    this.endpoint = endpoint;
    this.method = method;
    this.params = params;
    this.transaction = TAKES_TRANSACTION.has(method) ? readTransaction(params) : null;
  }

  get signature() {
    return this.transaction?.signature ?? null;
  }

  /** Parameters, and of a transaction its signatures, static accounts and memos. */
  text() {
    this.#text ??= [JSON.stringify(this.params), ...spelledOut(this.transaction)].join('\n');
    return this.#text;
  }
}

function readTransaction(params) {
  try {
    return decodeTransaction(params[0], params[1]?.encoding ?? 'base58');
  } catch {
    return null;
  }
}

function spelledOut(transaction) {
  if (transaction === null) return [];
  const { staticKeys, instructions } = transaction.message;
  const memos = instructions
    .filter(({ programIndex }) => MEMO_PROGRAMS.has(staticKeys[programIndex]))
    .map(({ data }) => data.toString('utf8'));
  return [...transaction.signatures, ...staticKeys, ...memos];
}
