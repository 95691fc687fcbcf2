import { FollowBalanceDocument, FollowMovementDocument, PeerClient } from '../src/index.js';

export type Seen = { cursor: string; available: string };

/** The balance now and whenever it has changed; or from what was seen last on, if the application has kept it. */
export async function* followBalance(peer: PeerClient, last?: Seen): AsyncGenerator<Seen, void, undefined> {
  for await (const { balance } of peer.subscribe(FollowBalanceDocument, { after: last?.cursor })) {
    yield { cursor: balance.cursor, available: balance.balance.available.display };
  }
}

/** What a connection lost between two updates is to whoever follows: nothing. */
export async function followThroughATunnel(peer: PeerClient, meanwhile: () => Promise<unknown>): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const update of followBalance(peer)) {
    seen.push(update);
    if (update.available !== seen[0]!.available) break;
    if (seen.length > 1) continue;
    peer.disconnect();
    await meanwhile();
  }
  return seen;
}

/** After a transfer: until it is final on Solana. It counts before that, from the moment of its receipt. */
export async function followMovement(peer: PeerClient, id: string): Promise<string | undefined> {
  for await (const { movementProgress } of peer.subscribe(FollowMovementDocument, { id })) {
    if (movementProgress.settlement?.state === 'FINALIZED') return movementProgress.settlement.signature ?? undefined;
  }
  return undefined;
}
