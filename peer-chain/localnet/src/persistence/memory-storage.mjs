/** Keeps what history shows of a transaction as compact text outside the JavaScript heap. Nothing survives the process. */
export class MemoryStorage {
  append({ wire, details }) {
    return { wire: Buffer.from(wire), details: Buffer.from(JSON.stringify(details)) };
  }

  read({ wire, details }) {
    return { wire, details: JSON.parse(details.toString()) };
  }

  forked() {}

  slotBegan() {}

  close() {}
}
