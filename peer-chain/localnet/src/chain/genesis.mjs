import { createHash, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { addressFromBytes } from '../codec/address.mjs';
import { encodeBase58 } from '../codec/base58.mjs';

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** What one chain differs in from every other: all of it follows from one secret. */
export class Genesis {
  /**
   * @param {Buffer} secret 32 bytes
   * @param {number} time unix seconds of the first block
   */
  constructor(secret, time) {
    this.secret = secret;
    this.time = time;
    this.hash = encodeBase58(this.#derive('genesis'));
    this.faucet = keyPair(this.#derive('faucet'));
    this.identity = keyPair(this.#derive('identity')).address;
  }

  /** @param {string | null} seed the same text gives the same chain; null gives a new one */
  static create(seed) {
    const secret = seed === null ? randomBytes(32) : createHash('sha256').update(`localnet/${seed}`).digest();
    return new Genesis(secret, Math.floor(Date.now() / 1000));
  }

  #derive(purpose) {
    return createHash('sha256').update(this.secret).update(purpose).digest();
  }
}

function keyPair(seed) {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
  const publicBytes = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { address: addressFromBytes(publicBytes), sign: (message) => sign(null, message, privateKey) };
}
