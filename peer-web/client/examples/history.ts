import { HistoryDocument, PeerClient, type HistoryQuery } from '../src/index.js';

type Movement = HistoryQuery['me']['history']['edges'][number]['node'];

/** What the caller sent, newest first, page by page. What is booked meanwhile shifts no page. */
export async function* sent(peer: PeerClient, pageSize = 20): AsyncGenerator<Movement> {
  let after: string | null = null;
  for (;;) {
    const page: HistoryQuery = await peer.request(HistoryDocument, {
      first: pageSize,
      after,
      kinds: ['TRANSFER'],
      direction: 'OUT',
    });
    for (const { node } of page.me.history.edges) yield node;
    if (!page.me.history.pageInfo.hasNextPage) return;
    after = page.me.history.pageInfo.endCursor;
  }
}

/** The other end of a movement, as a line of a list shows it. */
export function counterpart({ counterpart: { user, systemAccount } }: Movement): string {
  if (user === null) return systemAccount ?? 'somebody';
  return user.userName === '' ? 'a deleted account' : user.userName;
}
