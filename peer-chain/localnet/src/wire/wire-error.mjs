/** Bytes that are no transaction: `undecodable` cannot be read at all, `unsanitary` can be read but contradict themselves. */
export class WireError extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }

  static undecodable(message) {
    return new WireError('undecodable', message);
  }

  static unsanitary(message) {
    return new WireError('unsanitary', message);
  }
}
