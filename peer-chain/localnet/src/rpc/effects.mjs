/**
 * How faults change what a method does.
 *
 * @typedef {object} Effects
 * @property {boolean} dropTransaction it is answered and never lands
 * @property {number} lateSlots it is answered now and lands so many slots later
 * @property {number} lagSlots the method sees the chain so many slots further behind
 * @property {(signature: string) => boolean} forgets hides a transaction that landed
 */

/** @type {Effects} */
export const NO_EFFECTS = Object.freeze({ dropTransaction: false, lateSlots: 0, lagSlots: 0, forgets: () => false });
