import {
  type AccountScenario,
  openTestInstallation,
  signUpAccount,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { removeFactor } from "../factor/remove-factor.ts";
import { suspendFactor } from "../factor/suspend-factor.ts";
import { describeSecurity } from "./describe-security.ts";
import type { Mandate } from "./mandate.ts";
import { setSignInSetting } from "./set-sign-in-setting.ts";

/** An account on its way through the states, with its authenticators by name. */
interface Walk {
  readonly ada: AccountScenario;
  readonly apps: Map<string, TestAuthenticator>;
}

/** Returns why it was refused; undefined when it was done. */
type Step = (walk: Walk) => Promise<string | undefined>;

let installation: TestInstallation;
let walks = 0;
/** Who requires two-factor authentication, of everybody here. */
let mandates: readonly Mandate[] = [];
const MANDATE: Mandate = { projectId: "prj_acme", name: "Acme", role: "owner" };

beforeAll(async () => {
  installation = await openTestInstallation("two-factor states");
});

afterAll(() => installation.close());

/** An authenticator that can still answer; none where the password has to. */
async function proving({ ada, apps }: Walk): Promise<TestAuthenticator | undefined> {
  const { factors } = await describeSecurity(installation.deps, ada.subject);
  const active = factors.find(({ status }) => status === "active");
  installation.clock.advance(30_000);
  return [...apps.values()].find(({ factorId }) => factorId === active?.id);
}

const rules = () => ({ ...installation.deps, mandates: { list: async () => mandates } });

const reasonOf = (ended: { outcome: string; reason?: string }) => ended.reason;

const add =
  (name: string): Step =>
  async (walk) => {
    const { authenticator } = await walk.ada.addAuthenticator(name, await proving(walk));
    walk.apps.set(name, authenticator);
    return undefined;
  };

const idOf = ({ apps }: Walk, name: string) => apps.get(name)?.factorId ?? "fac_unknown";

const remove =
  (name: string): Step =>
  async (walk) => {
    const target = idOf(walk, name);
    const demand = walk.ada.demand({ action: "account.factor.remove", target });
    const proved = await walk.ada.prove(demand, await proving(walk));
    const input = { demand: proved, factorId: target, origin: TEST_ORIGIN };
    return reasonOf(await removeFactor(rules(), input, async () => {}));
  };

const suspend =
  (name: string): Step =>
  async (walk) => {
    const factorId = idOf(walk, name);
    const act = { action: "account.factor.suspend", target: factorId };
    const demand = await walk.ada.prove(walk.ada.demand(act), await proving(walk));
    const input = { demand, factorId, origin: TEST_ORIGIN };
    return reasonOf(await suspendFactor(installation.deps, input, async () => {}));
  };

const choose =
  (value: "off" | "every_time"): Step =>
  async (walk) => {
    const bare = walk.ada.demand({ action: "account.two_factor.disable" });
    const demand = value === "off" ? await walk.ada.prove(bare, await proving(walk)) : bare;
    const input = { demand, value, origin: TEST_ORIGIN };
    return reasonOf(await setSignInSetting(rules(), input));
  };

/** Takes the steps that must be allowed on the way to a state. */
async function walkTo(steps: readonly Step[]): Promise<Walk> {
  walks += 1;
  const walk = {
    ada: await signUpAccount(installation, `walk-${walks}@example.org`),
    apps: new Map(),
  };
  for (const step of steps) expect(await step(walk)).toBeUndefined();
  return walk;
}

/** The state in short: whether it protects, the setting, the factors in their states, the codes. */
async function readState({ ada }: Walk): Promise<string> {
  const state = await describeSecurity(installation.deps, ada.subject);
  const factors = state.factors.map(({ status }) => status).toSorted();
  return [
    state.isEnabled ? "enabled" : "disabled",
    state.signInSetting,
    factors.join("+") || "none",
    state.recoveryCodes === undefined ? "no codes" : "codes",
  ].join(", ");
}

const NOTHING = "disabled, off, none, no codes";
const ONE = "enabled, every_time, active, codes";
const ONE_OFF = "disabled, off, active, codes";
const TWO = "enabled, every_time, active+active, codes";
const TWO_OFF = "disabled, off, active+active, codes";
const PAUSED = "enabled, every_time, active+suspended, codes";
const PAUSED_OFF = "disabled, off, active+suspended, codes";
const ASLEEP = "enabled, every_time, suspended, codes";

/** How to get to each state from a new account. */
const WAYS: Readonly<Record<string, readonly Step[]>> = {
  [NOTHING]: [],
  [ONE]: [add("A")],
  [ONE_OFF]: [add("A"), choose("off")],
  [TWO]: [add("A"), add("B")],
  [TWO_OFF]: [add("A"), add("B"), choose("off")],
  [PAUSED]: [add("A"), add("B"), suspend("B")],
  [PAUSED_OFF]: [add("A"), add("B"), suspend("B"), choose("off")],
  [ASLEEP]: [add("A"), suspend("A")],
};

type Row = readonly [from: string, act: string, step: Step, to: string, reason?: string];

const TABLE: readonly Row[] = [
  [NOTHING, "choosing every time", choose("every_time"), NOTHING, "no_factor"],
  [NOTHING, "choosing off", choose("off"), NOTHING],
  [NOTHING, "adding one", add("C"), ONE],
  [ONE, "choosing every time", choose("every_time"), ONE],
  [ONE, "choosing off", choose("off"), ONE_OFF],
  [ONE, "adding one", add("C"), TWO],
  [ONE, "removing it", remove("A"), NOTHING],
  [ONE, "suspending it", suspend("A"), ASLEEP],
  [ONE_OFF, "choosing every time", choose("every_time"), ONE],
  [ONE_OFF, "choosing off", choose("off"), ONE_OFF],
  [ONE_OFF, "adding one", add("C"), TWO_OFF],
  [ONE_OFF, "removing it", remove("A"), NOTHING],
  [TWO, "choosing off", choose("off"), TWO_OFF],
  [TWO, "removing one", remove("A"), ONE],
  [TWO, "suspending one", suspend("B"), PAUSED],
  [TWO_OFF, "choosing every time", choose("every_time"), TWO],
  [TWO_OFF, "removing one", remove("B"), ONE_OFF],
  [TWO_OFF, "suspending one", suspend("B"), PAUSED_OFF],
  [PAUSED, "choosing off", choose("off"), PAUSED_OFF],
  [PAUSED, "removing the suspended one", remove("B"), ONE],
  [PAUSED, "removing the active one", remove("A"), PAUSED, "last_factor"],
  [PAUSED, "suspending it once more", suspend("B"), PAUSED],
  [PAUSED_OFF, "choosing every time", choose("every_time"), PAUSED],
  [PAUSED_OFF, "removing the suspended one", remove("B"), ONE_OFF],
  [ASLEEP, "choosing every time", choose("every_time"), ASLEEP],
];

/** Where somebody requires it: every other row leads to where it led before. */
const REQUIRED: readonly Row[] = [
  [ONE, "choosing off", choose("off"), ONE, "required_by_policy"],
  [ONE, "removing it", remove("A"), ONE, "required_by_policy"],
  [ONE_OFF, "removing it", remove("A"), ONE_OFF, "required_by_policy"],
  [TWO, "choosing off", choose("off"), TWO, "required_by_policy"],
  [PAUSED, "choosing off", choose("off"), PAUSED, "required_by_policy"],
];

const keyOf = ([from, act]: Row) => `${from}: ${act}`;
const UNDER_MANDATE = TABLE.map(
  (row) => REQUIRED.find((other) => keyOf(other) === keyOf(row)) ?? row,
);

describe("two-factor authentication that a project requires, setting by factors", () => {
  afterEach(() => {
    mandates = [];
  });

  it.for(UNDER_MANDATE)(
    "%s: %s leads to where the table says",
    async ([from, , step, to, reason]) => {
      const walk = await walkTo(WAYS[from]!);
      mandates = [MANDATE];
      expect(await step(walk)).toBe(reason);
      expect(await readState(walk)).toBe(to);
    },
  );

  it("is refused before a code is asked for, and spends none", async () => {
    const walk = await walkTo(WAYS[ONE]!);
    mandates = [MANDATE];
    const demand = walk.ada.demand({ action: "account.two_factor.disable" });
    const input = { demand, value: "off", origin: TEST_ORIGIN } as const;
    expect(await setSignInSetting(rules(), input)).toMatchObject({ reason: "required_by_policy" });
  });
});

describe("two-factor authentication, setting by factors", () => {
  it.each(Object.entries(WAYS))("can be %s", async (state, steps) => {
    expect(await readState(await walkTo(steps))).toBe(state);
  });

  it.for(TABLE)("%s: %s leads to where the table says", async ([from, , step, to, reason]) => {
    const walk = await walkTo(WAYS[from]!);
    expect(await step(walk)).toBe(reason);
    expect(await readState(walk)).toBe(to);
  });

  it.for(TABLE)(
    "%s: after %s the sign-in asks for a second step exactly when it is enabled",
    async ([from, , step]) => {
      const walk = await walkTo(WAYS[from]!);
      await step(walk);
      const isEnabled = (await readState(walk)).startsWith("enabled");
      const asked = await walk.ada.beginSignIn().then(
        () => true,
        () => false,
      );
      expect(asked).toBe(isEnabled);
    },
  );

  it("removing the last one and adding one again begins anew, with new recovery codes", async () => {
    const walk = await walkTo([add("A")]);
    const before = await describeSecurity(installation.deps, walk.ada.subject);
    expect(await remove("A")(walk)).toBeUndefined();
    const { recoveryCodes } = await walk.ada.addAuthenticator("B");
    expect(recoveryCodes).toHaveLength(8);
    expect(await readState(walk)).toBe(ONE);
    const after = await describeSecurity(installation.deps, walk.ada.subject);
    expect(after.recoveryCodes?.id).not.toBe(before.recoveryCodes?.id);
  });
});
