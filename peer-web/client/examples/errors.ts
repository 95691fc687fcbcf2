import { PeerError } from '../src/index.js';

/** What to tell the person after a request failed. */
export function advice(failure: unknown): string {
  if (!(failure instanceof PeerError)) return 'There is no connection. Try again.';
  switch (failure.code) {
    case 'UNAUTHENTICATED':
      return 'Please log in again.';
    case 'NOT_VERIFIED':
      return 'Please confirm your e-mail address first.';
    case 'INSUFFICIENT_BALANCE':
      return 'You do not have enough PEER for this.';
    case 'RECIPIENT_UNAVAILABLE':
      return 'This person cannot receive tokens at the moment.';
    case 'MESSAGE_NOT_ALLOWED':
      return 'Please send the message without links.';
    default:
      if (failure.retryable) return 'Something is busy. Try again in a moment.';
      return failure.errorId === undefined ? 'This is not possible.' : `This failed. Our support knows it as ${failure.errorId}.`;
  }
}
