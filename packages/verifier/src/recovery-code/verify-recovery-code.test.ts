import {
  type AccountScenario,
  openTestInstallation,
  openTrial,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newBreakGlassCode } from "../break-glass/break-glass-code.ts";
import { recoveryCodeKind } from "./verify-recovery-code.ts";

let installation: TestInstallation;
let ada: AccountScenario;
let codes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("recovery codes as a kind");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, recoveryCodes: codes } = await openTrial(installation));
});

async function compare(code: string) {
  const { clock, deps } = installation;
  const { subject } = ada;
  const guess = { subject, challengeId: "chl", code, nowMillis: clock.nowMillis() };
  const prepared = await deps.unitOfWork.write((stores) =>
    recoveryCodeKind(deps).prepareComparison(stores, guess),
  );
  return prepared.compare();
}

const MATCH = { outcome: "match", spend: expect.any(Function) };
const WRONG = { outcome: "wrong" };

describe("recovery codes as a kind of factor", () => {
  it("are counted in a lane of their own, have no names, and protect nothing", async () => {
    const kind = recoveryCodeKind(installation.deps);
    expect(kind).toMatchObject({
      kind: "recovery_code",
      lane: "recovery_code",
      amr: ["recovery_code"],
      isNamed: false,
    });
    const { unitOfWork } = installation.deps;
    expect(await unitOfWork.read((stores) => kind.protects(stores, ada.subject))).toBe(false);
  });

  it("match with the code of their slot, and with nothing else", async () => {
    const [first = "", second = ""] = codes;
    expect(await compare(first)).toEqual(MATCH);
    expect(await compare(`1${second.slice(1)}`)).toEqual(WRONG);
    expect(await compare("no code")).toEqual(WRONG);
  });

  it("R-095: match with the operator's code in slot 9, while it lives", async () => {
    const { clock, deps } = installation;
    const { code, shown } = newBreakGlassCode(deps, ada.subject, clock.nowMillis());
    expect(code.id).toMatch(/^brk_/);
    expect(await compare(shown)).toEqual(WRONG);
    await deps.unitOfWork.write(({ breakGlass }) => breakGlass.replace(ada.subject, code));
    expect(await compare(shown)).toEqual(MATCH);
    expect(await compare("9-0000-0000-0000-0000")).toEqual(WRONG);
    clock.advance(30 * 60_000 - 1);
    expect(await compare(shown)).toEqual(MATCH);
    clock.advance(1);
    expect(await compare(shown)).toEqual(WRONG);
  });
});
