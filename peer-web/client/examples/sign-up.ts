import { PeerClient, RegisterDocument, VerifyEmailDocument } from '../src/index.js';

type Person = { email: string; userName: string; password: string; referralCode?: string };

/** The person reads the token in the e-mail and brings it back, mostly by a link into your application. */
export async function signUp(
  peer: PeerClient,
  person: Person,
  tokenFromMail: (email: string) => Promise<string>,
): Promise<string> {
  const { register } = await peer.request(RegisterDocument, { input: person });

  const token = await tokenFromMail(person.email);
  const { verifyEmail } = await peer.request(VerifyEmailDocument, { token });
  peer.useSession(verifyEmail);
  return register.id;
}
