import { BalanceDocument, PeerClient } from '../src/index.js';

const BASE_UNITS_PER_PEER = 1_000_000_000n;

export async function showBalance(peer: PeerClient): Promise<string> {
  const { me } = await peer.request(BalanceDocument);
  const { available, settledOnChain } = me.balance;

  // For people there is `display`; for arithmetic take baseUnits as a BigInt, never as a number.
  const whole = BigInt(available.baseUnits) / BASE_UNITS_PER_PEER;
  const onChain = settledOnChain === null ? 'not on chain' : `${settledOnChain.display} settled`;
  return `${me.userName} has ${available.display} PEER (${whole} whole, ${onChain})`;
}
