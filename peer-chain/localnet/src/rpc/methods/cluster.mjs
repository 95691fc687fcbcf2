import { FIRST_SLOT } from '../../chain/slots.mjs';
import { SLOTS_PER_EPOCH } from '../../chain/vm.mjs';
import { requireHealth } from '../health.mjs';
import { config, contextSlot, optionalUnsigned, required, unsigned } from '../params.mjs';
import { FEATURE_SET, SOLANA_CORE, withContext } from '../version.mjs';

const SLOTS_PER_SAMPLE = 150;
const MOST_SAMPLES = 720;

/** The node and the course of slots. */
export const clusterMethods = {
  getHealth({ chain }) {
    requireHealth(chain);
    return 'ok';
  },

  getVersion: () => ({ 'feature-set': FEATURE_SET, 'solana-core': SOLANA_CORE }),

  getIdentity: ({ chain }) => ({ identity: chain.genesis.identity }),

  getGenesisHash: ({ chain }) => chain.genesis.hash,

  getSlot: ({ chain, params }) => contextSlot(chain, config(params, 0)),

  getBlockHeight: ({ chain, params }) => chain.slots.height(contextSlot(chain, config(params, 0))),

  getTransactionCount: ({ chain, params }) => chain.history.countUpTo(contextSlot(chain, config(params, 0))),

  getEpochInfo({ chain, params }) {
    const slot = contextSlot(chain, config(params, 0));
    return {
      absoluteSlot: slot,
      blockHeight: chain.slots.height(slot),
      epoch: Math.floor(slot / SLOTS_PER_EPOCH),
      slotIndex: slot % SLOTS_PER_EPOCH,
      slotsInEpoch: SLOTS_PER_EPOCH,
      transactionCount: chain.history.countUpTo(slot),
    };
  },

  getEpochSchedule: () => ({
    firstNormalEpoch: 0,
    firstNormalSlot: 0,
    leaderScheduleSlotOffset: SLOTS_PER_EPOCH,
    slotsPerEpoch: SLOTS_PER_EPOCH,
    warmup: false,
  }),

  getFirstAvailableBlock: ({ chain }) => chain.slots.firstAvailable,

  minimumLedgerSlot: ({ chain }) => chain.slots.firstAvailable,

  getMinimumBalanceForRentExemption({ chain, params }) {
    required(params, 1);
    return chain.minimumBalanceForRentExemption(unsigned(params[0], 'usize'));
  },

  getSupply({ chain, params }) {
    const { excludeNonCirculatingAccountsList, ...read } = config(params, 0);
    const slot = contextSlot(chain, read);
    let total = 0n;
    let nonCirculating = 0n;
    for (const [address, account] of chain.accounts.all(slot)) {
      total += account.lamports;
      if (address === chain.genesis.faucet.address) nonCirculating = account.lamports;
    }
    return withContext(slot, {
      total,
      circulating: total - nonCirculating,
      nonCirculating,
      nonCirculatingAccounts: excludeNonCirculatingAccountsList === true ? [] : [chain.genesis.faucet.address],
    });
  },

  /** Newest first, one sample for every full run of slots; a validator samples by the minute instead. */
  getRecentPerformanceSamples({ chain, params }) {
    const limit = Math.min(optionalUnsigned(params[0], 'limit', MOST_SAMPLES), MOST_SAMPLES);
    const { slots, history } = chain;
    const samples = [];
    for (let end = slots.current; samples.length < limit && end - SLOTS_PER_SAMPLE >= FIRST_SLOT;) {
      const start = end - SLOTS_PER_SAMPLE;
      const numTransactions = history.countUpTo(end) - history.countUpTo(start);
      samples.push({
        numNonVoteTransactions: numTransactions,
        numSlots: SLOTS_PER_SAMPLE,
        numTransactions,
        samplePeriodSecs: Math.max(1, slots.time(end) - slots.time(start)),
        slot: end,
      });
      end = start;
    }
    return samples;
  },
};
