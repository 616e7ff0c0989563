/** Codes of faults: things that are nobody's answer. The caller sees "unavailable", never "yes". */
export type FaultCode =
  | "busy"
  | "clock_unreliable"
  | "storage_unavailable"
  | "secret_unreadable"
  | "invariant_broken";

/** Base of every fault thrown by the rules and their adapters. Expected refusals are values instead. */
export class FaultError extends Error {
  override readonly name: string = "FaultError";
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A bounded queue is full. Nothing was done; try again shortly. */
export class BusyError extends FaultError {
  override readonly name = "BusyError";

  constructor(message = "The queue is full") {
    super("busy", message);
  }
}

/** The clock is known to be wrong: a right code might be refused, and one of another time accepted. */
export class ClockUnreliableError extends FaultError {
  override readonly name = "ClockUnreliableError";

  constructor() {
    super("clock_unreliable", "The clock differs too much from its reference");
  }
}

/** The database could not be reached, or did not commit. */
export class StorageUnavailableError extends FaultError {
  override readonly name = "StorageUnavailableError";

  constructor(message: string, options?: ErrorOptions) {
    super("storage_unavailable", message, options);
  }
}

/** A sealed secret does not open where it stands: altered, moved, or its key is missing. */
export class SecretUnreadableError extends FaultError {
  override readonly name = "SecretUnreadableError";

  constructor(message: string, options?: ErrorOptions) {
    super("secret_unreadable", message, options);
  }
}
