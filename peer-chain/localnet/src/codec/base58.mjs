// Base58 with the alphabet of Bitcoin and Solana. Five characters and two bytes at a time to encode, four characters and
// three bytes to decode: every intermediate value stays below 2^53, so plain numbers are exact and no BigInt is needed on
// the hot path.

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const CHUNK = 58 ** 5;
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** @param {Uint8Array} bytes */
export function encodeBase58(bytes) {
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++;

  const limbs = [];
  let i = zeros;
  if ((bytes.length - zeros) % 2 === 1) limbs.push(bytes[i++]);
  for (; i < bytes.length; i += 2) {
    let carry = (bytes[i] << 8) | bytes[i + 1];
    for (let j = 0; j < limbs.length; j++) {
      const value = limbs[j] * 65536 + carry;
      carry = Math.floor(value / CHUNK);
      limbs[j] = value - carry * CHUNK;
    }
    if (carry > 0) limbs.push(carry);
  }

  let digits = '';
  for (let j = limbs.length - 1; j >= 0; j--) {
    let chunk = '';
    let value = limbs[j];
    for (let k = 0; k < 5; k++) {
      chunk = ALPHABET[value % 58] + chunk;
      value = Math.floor(value / 58);
    }
    digits += chunk;
  }
  let start = 0;
  while (digits.charCodeAt(start) === 49) start++;
  return '1'.repeat(zeros) + digits.slice(start);
}

/** @returns {Buffer | null} null when the text is not base58 */
export function decodeBase58(text) {
  let zeros = 0;
  while (zeros < text.length && text.charCodeAt(zeros) === 49) zeros++;

  const limbs = [];
  for (let i = zeros; i < text.length;) {
    let carry = 0;
    let scale = 1;
    for (const end = Math.min(i + 4, text.length); i < end; i++) {
      const code = text.charCodeAt(i);
      const digit = code < 128 ? VALUES[code] : -1;
      if (digit < 0) return null;
      carry = carry * 58 + digit;
      scale *= 58;
    }
    for (let j = 0; j < limbs.length; j++) {
      const value = limbs[j] * scale + carry;
      carry = Math.floor(value / 0x1000000);
      limbs[j] = value - carry * 0x1000000;
    }
    if (carry > 0) limbs.push(carry);
  }

  const bytes = Buffer.alloc(limbs.length * 3);
  for (let j = 0; j < limbs.length; j++) bytes.writeUIntBE(limbs[j], (limbs.length - 1 - j) * 3, 3);
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start++;
  return Buffer.concat([Buffer.alloc(zeros), bytes.subarray(start)]);
}
