import { ClientError } from 'graphql-request';

/** A refusal of the API: one entry of `errors`, as the catalogue in docs/api.md describes it. */
export class PeerError extends Error {
  override readonly name = 'PeerError';

  constructor(
    /** What happened, for programs; new codes may be added, so have a default. */
    readonly code: string,
    /** Whether the same request can succeed later without being changed. */
    readonly retryable: boolean,
    /** For developers, not for users. */
    message: string,
    /** The field of the answer that failed. */
    readonly path: readonly (string | number)[] = [],
    /** How long to wait before the next attempt, if the server said so. */
    readonly retryAfterSeconds: number | undefined = undefined,
    /** Under this id the server's log has the cause of UNAVAILABLE and INTERNAL. */
    readonly errorId: string | undefined = undefined,
    /** Of BAD_INPUT, the argument that is wrong, as the schema calls it. */
    readonly field: string | undefined = undefined,
  ) {
    super(message);
  }

  /** Reads one entry of `errors`, from HTTP or from a subscription. */
  static of(error: { message: string; path?: unknown; extensions?: Record<string, unknown> | undefined }): PeerError {
    const { code, retryable, retryAfterSeconds, errorId, field } = error.extensions ?? {};
    return new PeerError(
      typeof code === 'string' ? code : 'INTERNAL',
      retryable === true,
      error.message,
      Array.isArray(error.path) ? error.path : [],
      typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
      typeof errorId === 'string' ? errorId : undefined,
      typeof field === 'string' ? field : undefined,
    );
  }
}

/** What a request failed with: the API's refusal, or the failure of the network as it is. */
export function toPeerError(failure: unknown): unknown {
  const error = failure instanceof ClientError ? failure.response.errors?.[0] : undefined;
  return error === undefined ? failure : PeerError.of(error);
}
