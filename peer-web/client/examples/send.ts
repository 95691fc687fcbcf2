import { PeerClient, PeerError, TransferQuoteDocument, TransferTokensDocument, UserByNameDocument, withRetries } from '../src/index.js';

export type Draft = { idempotencyKey: string; recipientId: string; amount: string; message?: string };

/** Whom the person means by the name that was typed; undefined if there is nobody of that name. */
export async function recipient(peer: PeerClient, userName: string): Promise<{ id: string; userName: string } | undefined> {
  try {
    return (await peer.request(UserByNameDocument, { userName })).userByName;
  } catch (failure) {
    if (failure instanceof PeerError && failure.code === 'NOT_FOUND') return undefined;
    throw failure;
  }
}

/** Shown before the person confirms: what arrives, and what it costs. */
export async function quote(peer: PeerClient, amount: string): Promise<string> {
  const { transferQuote } = await peer.request(TransferQuoteDocument, { amount });
  return `${transferQuote.net.display} PEER arrive, you pay ${transferQuote.gross.display}`;
}

/** Make the key once, with crypto.randomUUID(), when the person confirms, and store the draft before the first attempt. */
export async function send(peer: PeerClient, draft: Draft): Promise<string> {
  const { transferTokens } = await withRetries(() => peer.request(TransferTokensDocument, draft));

  // After a lost answer the attempt that worked is told again: same id, replayed = true, nothing paid twice.
  return transferTokens.id;
}
