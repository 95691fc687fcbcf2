// Reading the parameters of a call, with the refusals of a validator.

import { addressToBytes } from '../codec/address.mjs';
import { decodeBase58 } from '../codec/base58.mjs';
import { RpcError } from './rpc-error.mjs';

const COMMITMENTS = new Map([
  ['processed', 'processed'],
  ['recent', 'processed'],
  ['confirmed', 'confirmed'],
  ['single', 'confirmed'],
  ['singleGossip', 'confirmed'],
  ['finalized', 'finalized'],
  ['root', 'finalized'],
  ['max', 'finalized'],
]);

export function required(params, count) {
  if (params.length < count) {
    throw RpcError.invalidParams(`\`params\` should have at least ${count} argument(s)`);
  }
}

/** The configuration object at a position; an absent one is empty. */
export function config(params, index) {
  const value = params[index] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw RpcError.invalidParams(`Invalid params: invalid type: ${kindOf(value)}, expected a configuration object.`);
  }
  return value;
}

export function text(value, name) {
  if (typeof value !== 'string') {
    throw RpcError.invalidParams(`Invalid params: invalid type: ${kindOf(value)}, expected a string (${name}).`);
  }
  return value;
}

/** A whole number that is not negative and exact in a double. */
export function unsigned(value, name) {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw RpcError.invalidParams(`Invalid params: invalid value for ${name}: ${JSON.stringify(value)}, expected u64.`);
  }
  return value;
}

export function optionalUnsigned(value, name, fallback) {
  return value === undefined || value === null ? fallback : unsigned(value, name);
}

export function flag(value, name) {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') {
    throw RpcError.invalidParams(`Invalid params: invalid type: ${kindOf(value)}, expected a boolean (${name}).`);
  }
  return value;
}

export function list(value, name, most) {
  if (!Array.isArray(value)) {
    throw RpcError.invalidParams(`Invalid params: invalid type: ${kindOf(value)}, expected a sequence (${name}).`);
  }
  if (value.length > most) throw RpcError.invalidParams(`Too many inputs provided; max ${most}`);
  return value;
}

export function address(value) {
  text(value, 'address');
  if (addressToBytes(value) === null) throw wrongKey(decodeBase58(value));
  return value;
}

/** @param {(text: string) => boolean} [isKnown] spares the decoding of what has landed under that name */
export function signature(value, isKnown = () => false) {
  text(value, 'signature');
  if (isKnown(value)) return value;
  const bytes = value.length > 88 ? null : decodeBase58(value);
  if (bytes === null || bytes.length !== 64) throw wrongKey(bytes);
  return value;
}

const wrongKey = (bytes) => RpcError.invalidParams(`Invalid param: ${bytes === null ? 'Invalid' : 'WrongSize'}`);

export function commitment(value, fallback = 'finalized') {
  if (value === undefined || value === null) return fallback;
  const known = COMMITMENTS.get(value);
  if (known === undefined) {
    throw RpcError.invalidParams(
      `Invalid params: unknown variant \`${value}\`, expected one of \`processed\`, \`confirmed\`, \`finalized\`.`,
    );
  }
  return known;
}

/** Commitment of the calls that read the ledger rather than a bank. */
export function ledgerCommitment(value) {
  const known = commitment(value);
  if (known === 'processed') {
    throw RpcError.invalidParams('Method does not support commitment below `confirmed`');
  }
  return known;
}

/** The slot that a read at this commitment sees, refused when it is behind `minContextSlot`. */
export function contextSlot(chain, { commitment: wanted, minContextSlot }) {
  const slot = chain.slots.at(commitment(wanted));
  requireContextSlot(slot, minContextSlot);
  return slot;
}

export function requireContextSlot(slot, minContextSlot) {
  const least = optionalUnsigned(minContextSlot, 'minContextSlot', 0);
  if (slot < least) throw RpcError.minContextSlotNotReached(slot);
}

function kindOf(value) {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'sequence';
  return typeof value === 'object' ? 'map' : `${typeof value} \`${value}\``;
}
