import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { GraphQLClient } from 'graphql-request';
import { LogOutDocument, RefreshSessionDocument, type SessionPartsFragment } from './operations.js';
import { PeerError, toPeerError } from './errors.js';
import { Socket, type Resumable, type Update } from './socket.js';

type Variables = Record<string, unknown>;
type Arguments<V extends Variables> = V extends Record<string, never> ? [] : [variables: V];

/** Sends typed documents, with the access token of the session, which it renews when it has expired. */
export class PeerClient {
  readonly #http: GraphQLClient;
  #session: SessionPartsFragment | undefined;
  #serviceToken: string | undefined;
  #renewal: Promise<void> | undefined;
  readonly #socket: Socket;

  /** @param endpoint such as https://peer.example/graphql */
  constructor(readonly endpoint: string) {
    this.#http = new GraphQLClient(endpoint);
    this.#socket = new Socket(endpoint, this);
  }

  /** From now on requests are this user's. Keep the refresh token where only this application can read it. */
  useSession(session: SessionPartsFragment): void {
    this.#session = session;
    this.#serviceToken = undefined;
  }

  /** From now on requests are this machine's. */
  useServiceToken(secret: string): void {
    this.#serviceToken = secret;
    this.#session = undefined;
  }

  get accessToken(): string | undefined {
    return this.#serviceToken ?? this.#session?.accessToken;
  }

  /** The answer's data, or a {@link PeerError}. */
  async request<D, V extends Variables>(document: TypedDocumentNode<D, V>, ...given: Arguments<V>): Promise<D> {
    const variables: Variables | undefined = given[0];
    const used = this.accessToken;
    try {
      return await this.#send(document, variables, used);
    } catch (failure) {
      const expired = failure instanceof PeerError && failure.code === 'UNAUTHENTICATED';
      if (!expired || this.#session === undefined) throw failure;
      // Somebody else's request may have renewed it in the meantime.
      if (this.accessToken === used) await this.renew();
      return this.#send(document, variables, this.accessToken);
    }
  }

  /**
   * What a subscription tells, from the state that `variables.after` names on: now, and whenever it is another one. A lost
   * connection, a token that has expired, and refusals for the moment are dealt with on the way; nothing is told twice.
   */
  subscribe<D extends Update, V extends Resumable>(
    document: TypedDocumentNode<D, V>,
    variables: V,
    signal?: AbortSignal,
  ): AsyncGenerator<D, void, undefined> {
    return this.#socket.follow(document, variables, signal);
  }

  /** Drops the connection of subscriptions, as a network does that fails; they come back by themselves. */
  disconnect(): void {
    this.#socket.drop();
  }

  /** Exchanges the refresh token, once however many ask at the same time: a second use would end the session. */
  renew(): Promise<void> {
    this.#renewal ??= this.#exchange().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  /** Ends the session on the server, its access tokens too. */
  async logOut(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session !== undefined) {
      await this.#send(LogOutDocument, { refreshToken: session.refreshToken }, undefined);
    }
  }

  async #exchange(): Promise<void> {
    if (this.#session === undefined) throw new PeerError('UNAUTHENTICATED', false, 'There is no session.');
    const { refreshToken } = this.#session;
    const answer = await this.#send(RefreshSessionDocument, { refreshToken }, undefined);
    this.useSession(answer.refreshSession);
  }

  async #send<D, V extends Variables>(
    document: TypedDocumentNode<D, V>,
    variables: Variables | undefined,
    token: string | undefined,
  ): Promise<D> {
    const requestHeaders: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    try {
      return await this.#http.request<D>({ document, requestHeaders, ...(variables && { variables }) });
    } catch (failure) {
      throw toPeerError(failure);
    }
  }
}
