import { describe, expect, it } from "vitest";
import {
  BusyError,
  ClockUnreliableError,
  FaultError,
  SecretUnreadableError,
  StorageUnavailableError,
} from "./fault.ts";

const cause = new Error("cause");

describe("a fault", () => {
  it.each([
    ["FaultError", "invariant_broken", "said", new FaultError("invariant_broken", "said")],
    ["BusyError", "busy", "The queue is full", new BusyError()],
    ["BusyError", "busy", "said", new BusyError("said")],
    [
      "ClockUnreliableError",
      "clock_unreliable",
      "The clock differs too much from its reference",
      new ClockUnreliableError(),
    ],
    [
      "StorageUnavailableError",
      "storage_unavailable",
      "said",
      new StorageUnavailableError("said", { cause }),
    ],
    [
      "SecretUnreadableError",
      "secret_unreadable",
      "said",
      new SecretUnreadableError("said", { cause }),
    ],
  ])("%s has the code %s, and says what is wrong", (name, code, message, fault) => {
    expect(fault).toBeInstanceOf(FaultError);
    expect(fault).toMatchObject({ name, code, message });
  });

  it.each([StorageUnavailableError, SecretUnreadableError])("keeps its cause: %o", (Fault) => {
    expect(new Fault("said", { cause }).cause).toBe(cause);
  });
});
