import type { Reporter, SerializedError, TestModule } from "vitest/node";

// Why: a run ends with one line that a person, a script and a log reader understand alike.

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  millis: number;
}

function countModule(counts: Counts, module: TestModule): void {
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === "passed") counts.passed += 1;
    else if (state === "failed") counts.failed += 1;
    else counts.skipped += 1;
  }
  // A file that does not load or a hook that throws has failed although no test of it ran.
  const broken =
    module.errors().length +
    [...module.children.allSuites()].flatMap((suite) => suite.errors()).length;
  counts.failed += broken;
  counts.millis += module.diagnostic().duration;
}

function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Vitest reporter: one line a project, then `N passed, N failed, N skipped` as the last line. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const byProject = new Map<string, Counts>();
    const total: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, millis: 0 };
    for (const module of modules) {
      const name = module.project.name;
      const counts = byProject.get(name) ?? { passed: 0, failed: 0, skipped: 0, millis: 0 };
      byProject.set(name, counts);
      countModule(counts, module);
      countModule(total, module);
    }
    const lines = [...byProject].map(
      ([name, counts]) =>
        `${name.padEnd(14)}${formatCounts(counts)} (${(counts.millis / 1000).toFixed(1)} s of tests)`,
    );
    process.stdout.write(`\n${lines.join("\n")}\n${formatCounts(total)}\n`);
  }
}
