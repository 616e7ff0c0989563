import { readFileSync } from "node:fs";

// Preloaded into a server process (`node --import`): the host's clock, as somebody sets it. It differs from the
// machine's by the milliseconds in the file that HOST_CLOCK_FILE names. Clocks that only run on stay as they
// are, which is what a step of the clock looks like to a process.

const file = process.env["HOST_CLOCK_FILE"] ?? "";
const MachineDate = Date;

function offsetMillis(): number {
  return Number(readFileSync(file, "latin1"));
}

class HostDate extends MachineDate {
  constructor(...args: readonly unknown[]) {
    // Every form of the constructor but the one that asks for now is the machine's.
    super(...((args.length === 0 ? [HostDate.now()] : args) as [number]));
  }

  static override now(): number {
    return MachineDate.now() + offsetMillis();
  }
}

globalThis.Date = HostDate as DateConstructor;
