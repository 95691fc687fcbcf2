import { LogInDocument, PeerClient, PeerError } from '../src/index.js';

export async function logIn(endpoint: string, email: string, password: string): Promise<PeerClient> {
  const peer = new PeerClient(endpoint);
  try {
    const { logIn } = await peer.request(LogInDocument, { email, password });
    peer.useSession(logIn);
    return peer;
  } catch (failure) {
    if (failure instanceof PeerError && failure.code === 'BAD_CREDENTIALS') {
      throw new Error('E-mail and password do not match.', { cause: failure });
    }
    throw failure;
  }
}
