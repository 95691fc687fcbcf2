import { BUILTIN_PROGRAMS, COMPUTE_BUDGET_PROGRAM } from './programs.mjs';

export const LAMPORTS_PER_SIGNATURE = 5_000n;
const MAX_UNITS = 1_400_000;
const UNITS_PER_INSTRUCTION = 200_000;
const UNITS_PER_BUILTIN_INSTRUCTION = 3_000;
const SET_UNIT_LIMIT = 2;
const SET_UNIT_PRICE = 3;

/** @param {import('../wire/message.mjs').Message} message */
export function feeOf(message) {
  const { unitLimit, microLamportsPerUnit } = computeBudget(message);
  const priority = (BigInt(unitLimit) * microLamportsPerUnit + 999_999n) / 1_000_000n;
  return BigInt(message.header.requiredSignatures) * LAMPORTS_PER_SIGNATURE + priority;
}

/** What the transaction asked for, or the default that follows from its instructions. */
export function computeBudget({ staticKeys, instructions }) {
  let requested = null;
  let byDefault = 0;
  let microLamportsPerUnit = 0n;
  for (const { programIndex, data } of instructions) {
    const program = staticKeys[programIndex];
    byDefault += BUILTIN_PROGRAMS.has(program) ? UNITS_PER_BUILTIN_INSTRUCTION : UNITS_PER_INSTRUCTION;
    if (program !== COMPUTE_BUDGET_PROGRAM) continue;
    if (data[0] === SET_UNIT_LIMIT && data.length >= 5) requested = data.readUInt32LE(1);
    if (data[0] === SET_UNIT_PRICE && data.length >= 9) microLamportsPerUnit = data.readBigUInt64LE(1);
  }
  return { unitLimit: Math.min(requested ?? byDefault, MAX_UNITS), microLamportsPerUnit };
}
