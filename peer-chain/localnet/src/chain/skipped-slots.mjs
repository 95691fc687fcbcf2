/** The slots that have no block because a fork dropped them, as ranges in ascending order. */
export class SkippedSlots {
  /** `before`: how many slots are skipped before this range */
  #ranges = [];

  /** Skips everything from `from` to `to`, the newest slot there is. */
  add(from, to) {
    while (this.#ranges.length > 0 && this.#ranges.at(-1).from >= from) this.#ranges.pop();
    this.#ranges.push({ from, to, before: this.countUpTo(from - 1) });
  }

  countUpTo(slot) {
    const range = this.#lastFrom(slot);
    return range === undefined ? 0 : range.before + Math.min(slot, range.to) - range.from + 1;
  }

  /** The newest slot up to this one that is not skipped. */
  blockAtOrBefore(slot) {
    const range = this.#lastFrom(slot);
    return range === undefined || slot > range.to ? slot : range.from - 1;
  }

  /** The last range that begins at or before `slot`: nearly always the last of all. */
  #lastFrom(slot) {
    let index = this.#ranges.length - 1;
    if (index < 0 || this.#ranges[index].from <= slot) return this.#ranges[index];
    let low = 0;
    while (low < index) {
      const middle = (low + index) >> 1;
      if (this.#ranges[middle].from <= slot) low = middle + 1;
      else index = middle;
    }
    return this.#ranges[low - 1];
  }
}
