import { RpcError } from './rpc-error.mjs';

/** A validator's default distance from the cluster at which it calls itself behind. */
const HEALTHY_SLOTS_BEHIND = 128;

export function requireHealth({ slotsBehind }) {
  if (slotsBehind > HEALTHY_SLOTS_BEHIND) throw RpcError.nodeBehind(slotsBehind);
}
