import { expect } from "vitest";
import { GATES, type GateResult, runGate } from "../../../tools/gates.mjs";
import { type Files, plantTree } from "./planted-tree.ts";

// Why: a gate that reads nothing is green. Each is run on a small clean tree, which it has to pass,
// and on the same tree with failures planted, each of which it has to name.

/** Runs a gate of tools/gates.mjs in a clean tree with the given files planted. */
export function runGateOn(files: Files, name: string, ...extraArgs: string[]): Promise<GateResult> {
  const gate = GATES.find((candidate) => candidate.name === name);
  if (gate === undefined) throw new Error(`There is no gate ${name}`);
  const { program, args } = gate;
  // Another output format shows other signs of having read something.
  const adapted = extraArgs.length > 0 ? { name, program, args: [...args, ...extraArgs] } : gate;
  return runGate(adapted, plantTree(files));
}

export async function expectClean(name: string, files: Files = {}): Promise<void> {
  const result = await runGateOn(files, name);
  expect(result.passed, result.output).toBe(true);
}
