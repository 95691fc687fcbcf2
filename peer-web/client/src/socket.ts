import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient, type Client, type FormattedExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import { PeerError } from './errors.js';
import { pauseMillis } from './retry.js';

/** What a subscription tells: one field, with the cursor that names its state. */
export type Update = Record<string, { cursor: string }>;
/** The cursor of the last update that was seen, if there was one. */
export type Resumable = { after?: string | null | undefined };

/** Who has a token to show, and may get another one. */
type Credentials = { readonly accessToken: string | undefined; renew(): Promise<void> };

/** Must be longer than an honest answer takes, and shorter than the server's patience. */
const SILENCE_MILLIS = 15_000;

const FORBIDDEN = 4403;
const TOO_MANY_REQUESTS = 4429;
/** Faults of the client, by the protocol: the same again would end the same way. */
const FAULTS = [4400, 4401, 4406, 4409];

/** The one WebSocket of a client, for all its subscriptions: there while it is needed, and again after it was lost. */
export class Socket {
  readonly #credentials: Credentials;
  readonly #client: Client;
  #shown: string | undefined;
  #acknowledged = 0;

  constructor(endpoint: string, credentials: Credentials, silenceMillis = SILENCE_MILLIS) {
    this.#credentials = credentials;
    let overdue: NodeJS.Timeout | undefined;
    this.#client = createClient({
      url: endpoint.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      // It would come back with the first cursor; here it is done with the last one.
      retryAttempts: 0,
      connectionParams: () => {
        this.#shown = credentials.accessToken;
        return { accessToken: this.#shown };
      },
      // A network can fail without a word.
      keepAlive: silenceMillis,
      on: {
        connected: () => void this.#acknowledged++,
        ping: (received) => {
          if (!received) overdue = setTimeout(() => this.drop(), silenceMillis);
        },
        pong: (received) => {
          if (received) clearTimeout(overdue);
        },
        closed: () => clearTimeout(overdue),
      },
    });
  }

  /** As a network does that fails: the subscriptions come back. */
  drop(): void {
    this.#client.terminate();
  }

  /** Ends with the signal, or with a {@link PeerError} that no waiting and no other token helps against. */
  async *follow<D extends Update, V extends Resumable>(
    document: TypedDocumentNode<D, V>,
    variables: V,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<D, void, undefined> {
    let last = variables.after;
    let renewed = false;
    for (let failed = 0; signal?.aborted !== true; failed++) {
      const acknowledged = this.#acknowledged;
      try {
        for await (const data of this.#updates(document, { ...variables, after: last }, signal)) {
          failed = 0;
          const cursor = Object.values(data)[0]?.cursor;
          if (cursor === last) continue;
          last = cursor;
          yield data;
        }
        return;
      } catch (failure) {
        if (closeCode(failure) === FORBIDDEN) {
          if (renewed && this.#acknowledged === acknowledged) throw refused('UNAUTHENTICATED', failure);
          await this.#otherToken();
          renewed = true;
        } else {
          await wait(pauseMillis(failed, retryAfter(failure)), signal);
        }
      }
    }
  }

  async *#updates<D extends Update, V extends Resumable>(
    document: TypedDocumentNode<D, V>,
    variables: V,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<D, void, undefined> {
    const results = this.#client.iterate<D>({ query: print(document), variables });
    const stop = () => void results.return?.();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for await (const result of results) yield dataOf(result);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Somebody else may have renewed it in the meantime. */
  async #otherToken(): Promise<void> {
    if (this.#credentials.accessToken === this.#shown) await this.#credentials.renew();
  }
}

function dataOf<D>(result: FormattedExecutionResult<D, unknown>): D {
  const error = result.errors?.[0];
  if (error !== undefined) throw PeerError.of(error);
  if (result.data == null) throw new PeerError('INTERNAL', true, 'An update without data.');
  return result.data;
}

/** What the server said about when to try again, if anything. @throws PeerError if that is no use */
function retryAfter(failure: unknown): number | undefined {
  // The errors of a subscription that is refused come as they are.
  const reason = Array.isArray(failure) ? PeerError.of(failure[0]) : failure;
  if (reason instanceof PeerError) {
    if (!reason.retryable) throw reason;
    return reason.retryAfterSeconds;
  }
  const code = closeCode(failure);
  if (code === TOO_MANY_REQUESTS) throw refused('RATE_LIMITED', failure);
  if (code !== undefined && FAULTS.includes(code)) throw refused('BAD_INPUT', failure);
  return undefined;
}

function refused(code: string, close: unknown): PeerError {
  return new PeerError(code, code === 'RATE_LIMITED', String((close as { reason?: unknown }).reason));
}

function closeCode(failure: unknown): number | undefined {
  const code = typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** The signal ends it early. */
async function wait(millis: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(millis, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
