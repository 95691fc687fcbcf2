import { setTimeout as sleep } from 'node:timers/promises';
import { ExplainPayoutDocument, PayoutDocument, PeerClient, type ExplainPayoutQuery } from '../src/index.js';

/** Until the share of a day is final on chain. It can be spent before that: from the moment the ledger has it. */
export async function followPayout(peer: PeerClient, day: string): Promise<string | null> {
  for (;;) {
    const { myShare } = (await peer.request(PayoutDocument, { day })).rewardDay;
    if (myShare?.leftOutReason) return null;
    if (myShare?.settlement?.state === 'FINALIZED') return myShare.settlement.signature;
    await sleep(1000);
  }
}

/** From the actions to the signature. */
export async function explainPayout(peer: PeerClient, day: string): Promise<string[]> {
  const lines: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page: ExplainPayoutQuery = await peer.request(ExplainPayoutDocument, { day, after });
    const { gemEvents, share } = page.rewardExplanation;
    for (const { node } of gemEvents.edges) {
      lines.push(`${node.kind} of post ${node.postId}: ${node.gems.hundredths} hundredths of a gem`);
    }
    after = gemEvents.pageInfo.endCursor;
    if (gemEvents.pageInfo.hasNextPage) continue;

    const { pool, gems } = page.rewardExplanation.day;
    lines.push(`pool ${pool?.display}, gems of all ${gems?.hundredths}, share ${share.amount?.display}`);
    lines.push(`booked as ${share.ledgerTransactionId}, on Solana ${share.settlement?.signature}`);
    return lines;
  }
}
