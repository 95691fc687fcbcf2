import { randomNumbers } from '../random.mjs';

/** Which of the dropped transactions the new fork takes as well. */
const CHOICES = {
  none: () => () => false,
  all: () => () => true,
  half: (seed) => {
    const random = randomNumbers(seed);
    return () => random() < 0.5;
  },
};
export const REPLAYS = Object.keys(CHOICES);

/**
 * Goes on from an older block, as a cluster does whose majority voted for another fork. What is finalized stays.
 *
 * @param {import('./chain.mjs').Chain} chain
 * @param {{slots: number, replay: string, seed: number}} options how many slots are dropped at most; one of `REPLAYS`
 * @returns {{dropped: string[], landedAgain: string[]}} signatures, in the order of landing
 */
export function fork(chain, { slots: count, replay, seed }) {
  const { accounts, slots } = chain;
  // A chain that once was final sooner has forgotten states that now are not final any more.
  const oldest = Math.max(slots.at('finalized'), accounts.oldestKnownSlot);
  const parent = slots.blockAtOrBefore(Math.max(slots.current - count, oldest));
  const dropped = parent === slots.current ? [] : chain.fork(parent);
  const landedAgain = dropped
    .filter(CHOICES[replay](seed))
    .filter((transaction) => chain.send(transaction, { verifySignatures: false }).landed);
  return { dropped: signatures(dropped), landedAgain: signatures(landedAgain) };
}

const signatures = (transactions) => transactions.map(({ signature }) => signature);
