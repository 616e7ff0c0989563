import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { currentPart } from "./parts.mjs";

const { mutate, tests } = currentPart();
const packages = fileURLToPath(new URL("../packages", import.meta.url));
const folder = dirname(mutate).replaceAll("/", sep);

/** The part's own tests first: they know most of its mutants, and the first to fail ends the run. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isNear = ({ moduleId }: TestSpecification) => moduleId.includes(folder);
    return files.toSorted((one, other) => Number(isNear(other)) - Number(isNear(one)));
  }
}

export default defineConfig({
  resolve: {
    // Stryker tests a copy of the repository, in which npm's links to our packages lead back to the original.
    alias: [
      { find: /^@twinlatch\/([^/]+)$/, replacement: `${packages}/$1/src/index.ts` },
      { find: /^@twinlatch\/([^/]+)\/contract$/, replacement: `${packages}/$1/src/contract.ts` },
    ],
  },
  test: {
    include: tests,
    // What runs outside a test, in its set-up for all, is laid to every test: 200 accounts must not be there.
    exclude: ["**/*.race.test.ts", "**/text-pumping.test.ts"],
    isolate: false,
    // Whether a test hangs is for Stryker to judge: a slow machine must kill no mutant.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { sequencer: NearestFirst },
  },
});
