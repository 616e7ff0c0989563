// Why: one command tells whether the tree may be merged: every gate and every test, a line each.
//
// usage: verify.mjs                 every gate, then the tests
//        verify.mjs --without-tests every gate
//        verify.mjs lint types      these gates
import { GATES, runGate, TESTS } from "./gates.mjs";
import {
  buildConsole,
  installDependencies,
  PreparationError,
  runEntry,
  thisProject,
} from "./prepare.mjs";

function chooseGates(/** @type {string[]} */ args) {
  if (args.length === 0) return [...GATES, TESTS];
  if (args.length === 1 && args[0] === "--without-tests") return GATES;
  return args.map((name) => {
    const gate = GATES.find((candidate) => candidate.name === name);
    if (gate !== undefined) return gate;
    throw new PreparationError(
      `There is no gate "${name}". Gates: ${GATES.map((known) => known.name).join(", ")}.`,
    );
  });
}

function report(
  /** @type {import("./gates.mjs").Gate} */ gate,
  /** @type {import("./gates.mjs").GateResult} */ result,
) {
  const verdict = result.passed ? "ok" : "FAILED";
  const seconds = `${(result.millis / 1000).toFixed(1)} s`;
  console.log(
    `${gate.name.padEnd(14)}${verdict.padEnd(8)}${seconds.padStart(8)}   ${result.evidence}`,
  );
}

await runEntry(async () => {
  const gates = chooseGates(process.argv.slice(2));
  installDependencies(thisProject);
  if (gates.includes(TESTS)) buildConsole(thisProject);
  const failures = [];
  for (const gate of gates) {
    const result = await runGate(gate, thisProject.root);
    report(gate, result);
    if (!result.passed) failures.push({ gate, result });
  }
  for (const { gate, result } of failures) console.log(`\n--- ${gate.name}\n${result.output}`);
  if (failures.length === 0) return 0;
  console.log(`\nFailed: ${failures.map(({ gate }) => gate.name).join(", ")}`);
  return 1;
});
