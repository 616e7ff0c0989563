import { describe, expect, it } from "vitest";
import {
  findBucketNames,
  findForbiddenText,
  findPortsWithoutContract,
  findSizeViolations,
  findThinlyTestedPackages,
} from "./house-numbers.ts";
import { type RepositoryFile, readRepository } from "./repository.ts";

const repository = readRepository();

function lines(count: number): string {
  return "x\n".repeat(count);
}

function source(name: string, text: string): RepositoryFile {
  return { path: `packages/otp/src/${name}`, text };
}

describe("sizes", () => {
  it("hold in this tree", () => {
    expect(findSizeViolations(repository)).toEqual([]);
  });

  it("catch a planted file of 401 lines, and let 400 pass", () => {
    expect(findSizeViolations([source("long.test.ts", lines(401))])).toEqual([
      "packages/otp/src/long.test.ts: 401 lines, at most 400",
    ]);
    expect(findSizeViolations([source("full.test.ts", lines(400))])).toEqual([]);
  });

  it("catch a median and a p90 that crept up", () => {
    const files = [30, 121, 121, 251].map((count, at) => source(`${at}.ts`, lines(count)));
    expect(findSizeViolations(files)).toEqual([
      "median of source files: 121 lines, at most 120",
      "p90 of source files: 251 lines, at most 250",
    ]);
  });
});

describe("names", () => {
  it("say what is inside, in this tree", () => {
    expect(findBucketNames(repository)).toEqual([]);
  });

  it("catch planted buckets, folder or file", () => {
    const paths = [
      "packages/otp/src/utils/a.ts",
      "apps/server/src/helpers.test.ts",
      "tools/types.ts",
    ];
    const fine = ["packages/otp/src/otpauth-uri.ts", "packages/otp/src/hash-types.ts"];
    const files = [...paths, ...fine].map((path) => ({ path, text: "" }));
    expect(findBucketNames(files)).toEqual(paths);
  });
});

describe("text", () => {
  it("keeps the rules in this tree", () => {
    expect(findForbiddenText(repository)).toEqual([]);
  });

  it.for([
    ["a path of one machine", ["", "home", "someone", "twinlatch"].join("/")],
    ["a switched-off type check", ["// @ts", "ignore"].join("-")],
    ["a section banner", `// ${"-".repeat(20)}`],
    ["a TODO without an issue", ["// TO", "DO: later"].join("")],
  ])("catches %s", ([name, text]) => {
    expect(findForbiddenText([source("planted.ts", `\n${text}\n`)])).toEqual([
      `packages/otp/src/planted.ts: ${name}`,
    ]);
  });

  it("catches a test that does not run", () => {
    const planted = source("planted.test.ts", ["it", "skip('later', () => {});"].join("."));
    expect(findForbiddenText([planted])).toEqual([`${planted.path}: a test that does not run`]);
  });

  it("lets a TODO with its issue and a path of ours pass", () => {
    expect(findForbiddenText([source("fine.ts", '// TODO(#12)\nimport "/app/main.js"')])).toEqual(
      [],
    );
  });
});

describe("store ports", () => {
  it("have a contract suite each, in this tree", () => {
    expect(findPortsWithoutContract(repository)).toEqual([]);
  });

  it("catch a planted port without one", () => {
    const port = { path: "packages/verifier/src/totp/totp-store.ts", text: "" };
    const suite = { path: "packages/verifier/src/totp/totp-store.contract.ts", text: "" };
    expect(findPortsWithoutContract([port])).toEqual([port.path]);
    expect(findPortsWithoutContract([port, suite])).toEqual([]);
  });
});

describe("packages of rules", () => {
  it("have at least as many lines of tests as of sources, in this tree", () => {
    expect(findThinlyTestedPackages(repository)).toEqual([]);
  });

  it("catch a planted package whose tests fell behind", () => {
    const files = [source("totp.ts", lines(10)), source("totp.test.ts", lines(9))];
    expect(findThinlyTestedPackages(files)).toEqual(["packages/otp: 9 lines test 10"]);
  });
});
