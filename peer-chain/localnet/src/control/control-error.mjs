/** A refusal of the control endpoint. */
export class ControlError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
