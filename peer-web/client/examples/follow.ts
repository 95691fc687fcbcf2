import { FollowBalanceDocument, PeerClient } from '../src/index.js';

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
