/** An error as JSON-RPC answers it. */
export class RpcError extends Error {
  constructor(code, message, data) {
    super(message);
    this.code = code;
    this.data = data;
  }

  toJson() {
    return { code: this.code, message: this.message, ...(this.data === undefined ? {} : { data: this.data }) };
  }

  static invalidParams(message) {
    return new RpcError(-32602, message);
  }

  static invalidRequest() {
    return new RpcError(-32600, 'Invalid request');
  }

  static parseError() {
    return new RpcError(-32700, 'Parse error');
  }

  static methodNotFound() {
    return new RpcError(-32601, 'Method not found');
  }

  static blockCleanedUp(slot, firstAvailable) {
    return new RpcError(
      -32001,
      `Block ${slot} cleaned up, does not exist on node. First available block: ${firstAvailable}`,
    );
  }

  static preflightFailure(message, data) {
    return new RpcError(-32002, message, data);
  }

  static signatureVerificationFailure() {
    return new RpcError(-32003, 'Transaction signature verification failure');
  }

  static blockNotAvailable(slot) {
    return new RpcError(-32004, `Block not available for slot ${slot}`);
  }

  static slotSkipped(slot) {
    return new RpcError(-32007, `Slot ${slot} was skipped, or missing due to ledger jump to recent snapshot`);
  }

  static slotMissing(slot) {
    return new RpcError(-32009, `Slot ${slot} was skipped, or missing in long-term storage`);
  }

  static nodeBehind(numSlotsBehind) {
    return new RpcError(-32005, `Node is behind by ${numSlotsBehind} slots`, { numSlotsBehind });
  }

  static unsupportedTransactionVersion(version) {
    return new RpcError(
      -32015,
      `Transaction version (${version}) is not supported by the requesting client. ` +
        'Please try the request again with the following configuration parameter: ' +
        `"maxSupportedTransactionVersion": ${version}`,
    );
  }

  static minContextSlotNotReached(contextSlot) {
    return new RpcError(-32016, 'Minimum context slot has not been reached', { contextSlot });
  }
}
