import { PeerClient, TransferQuoteDocument, TransferTokensDocument, withRetries } from '../src/index.js';

export type Draft = { idempotencyKey: string; recipientId: string; amount: string; message?: string };

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
