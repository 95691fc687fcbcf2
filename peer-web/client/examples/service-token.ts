import { CreateServiceTokenDocument, PeerClient, RevokeServiceTokenDocument } from '../src/index.js';

/** Made by the person, with the person's session and password; the secret is shown this once only. */
export async function makeServiceToken(peer: PeerClient, password: string): Promise<{ id: string; secret: string }> {
  const { createServiceToken } = await peer.request(CreateServiceTokenDocument, {
    password,
    name: 'nightly report',
    scopes: ['USER_READ'],
    days: 90,
  });
  return { id: createServiceToken.serviceToken.id, secret: createServiceToken.secret };
}

/** What the machine does with it. */
export function machine(endpoint: string, secret: string): PeerClient {
  const peer = new PeerClient(endpoint);
  peer.useServiceToken(secret);
  return peer;
}

export async function endServiceToken(peer: PeerClient, id: string): Promise<void> {
  await peer.request(RevokeServiceTokenDocument, { id });
}
