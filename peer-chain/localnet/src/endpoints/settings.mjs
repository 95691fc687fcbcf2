// What can be told about an endpoint, at its opening and at any time later.

import { LIE_KINDS, Lies } from '../chain/lies.mjs';
import { ControlError } from '../control/control-error.mjs';

/** Blockhashes are remembered for about twice as many slots. */
export const MOST_LAG_SLOTS = 500;
const DOWN = ['refuse', 'reset'];

export const HONEST = { lagSlots: 0, firstAvailableSlot: 0, historySlots: null, lies: new Lies(), down: null };

const READERS = {
  lagSlots: (value) => whole('lagSlots', value ?? 0, MOST_LAG_SLOTS),
  firstAvailableSlot: (value) => whole('firstAvailableSlot', value ?? 0),
  historySlots: (value) => (value === null ? null : whole('historySlots', value)),
  lies: (value) => new Lies(readLies(value ?? [])),
  down: readDown,
};

/** The settings that a request changes; what it does not name stays as it is. */
export function changedSettings(request, settings) {
  const changed = { ...settings };
  for (const [field, value] of Object.entries(request)) {
    const read = READERS[field];
    if (read === undefined) throw new ControlError(400, `an endpoint has no setting "${field}"`);
    changed[field] = read(value);
  }
  return changed;
}

function readDown(value) {
  if (value === null || value === false) return null;
  if (value === true) return 'refuse';
  if (!DOWN.includes(value)) throw new ControlError(400, `down must be ${DOWN.join(', ')} or null`);
  return value;
}

function readLies(value) {
  if (!Array.isArray(value)) throw new ControlError(400, 'lies must be a list');
  return value.map((lie) => {
    const { kind, signature, blocks, ...rest } = typeof lie === 'string' ? { kind: lie } : (lie ?? {});
    if (!LIE_KINDS.includes(kind)) {
      throw new ControlError(400, `unknown lie "${kind}"; known: ${LIE_KINDS.join(', ')}`);
    }
    if (Object.keys(rest).length > 0) throw new ControlError(400, `a lie has no field "${Object.keys(rest)[0]}"`);
    if (signature !== undefined && typeof signature !== 'string') {
      throw new ControlError(400, 'the signature of a lie must be text');
    }
    if (blocks !== undefined) whole('blocks', blocks);
    return { kind, signature, blocks };
  });
}

function whole(field, value, most = Number.MAX_SAFE_INTEGER) {
  if (!Number.isSafeInteger(value) || value < 0 || value > most) {
    throw new ControlError(400, `${field} must be a whole number from 0 to ${most}`);
  }
  return value;
}
