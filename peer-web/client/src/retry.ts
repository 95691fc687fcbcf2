import { setTimeout as sleep } from 'node:timers/promises';
import { PeerError } from './errors.js';

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
      // Half of it by chance, so that clients who failed together do not come back together.
      const backoff = 250 * 2 ** failed * (0.5 + Math.random() / 2);
      await sleep(told === undefined ? backoff : told * 1000);
    }
  }
}
