import { setTimeout as sleep } from 'node:timers/promises';
import { PeerError } from './errors.js';

const LONGEST_PAUSE_MILLIS = 30_000;

/** How long to wait after so many failures in a row, unless the server said it. */
export function pauseMillis(failed: number, retryAfterSeconds: number | undefined): number {
  if (retryAfterSeconds !== undefined) return retryAfterSeconds * 1000;
  // Half of it by chance, so that clients who failed together do not come back together.
  return Math.min(250 * 2 ** failed, LONGEST_PAUSE_MILLIS) * (0.5 + Math.random() / 2);
}

/**
 * Repeats what may succeed unchanged: retryable refusals and failures of the network. For queries, and for mutations that
 * carry an idempotency key; never for others, because the first attempt may have succeeded without an answer.
 */
export async function withRetries<T>(attempt: () => Promise<T>, attempts = 5): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await attempt();
    } catch (failure) {
      const hopeless = failure instanceof PeerError && !failure.retryable;
      if (hopeless || failed === attempts) throw failure;
      const told = failure instanceof PeerError ? failure.retryAfterSeconds : undefined;
      await sleep(pauseMillis(failed, told));
    }
  }
}
