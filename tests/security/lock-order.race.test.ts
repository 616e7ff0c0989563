import { signUpAccount } from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rounds } from "../rounds.ts";
import { type ContendedAccount, openContendedAccount, renewAccount } from "./contended-account.ts";
import { REQUESTS, type RequestName } from "./contending-requests.ts";
import { openUnhurriedInstallation, type UnhurriedInstallation } from "./unhurried-installation.ts";

const timeout = 600_000;

/** From then on a wrong code is counted against its factor before it is compared. */
const MANY_FAILURES = 30;
/** One more disables the factor. */
const MOST_FAILURES = 49;

/** Whose transactions, in another order of their locks, waited for each other in a circle. */
const ENCOUNTERS: readonly (readonly RequestName[])[] = [
  ["a right code", "a wrong code", "a wrong code", "a stranger's wrong code"],
  ["a slow clock's code", "a stranger's wrong code", "a slow clock's code", "a wrong code"],
  ["a right texted code", "a wrong texted code", "a wrong texted code", "a text"],
  ["the app as the default", "the phone as the default", "the tablet as the default"],
  ["a trusted sign-in", "trust in a device"],
  ["a thief's sign-in", "a right code", "a right texted code"],
  ["a removal", "trust in a device", "a right texted code"],
];

const EVERYTHING = (Object.keys(REQUESTS) as RequestName[]).filter(
  (name) => name !== "the end of the account",
);

describe("what one account is asked for at the same moment, on PostgreSQL", () => {
  let installation: UnhurriedInstallation;
  let shared: ContendedAccount;

  beforeAll(async () => {
    installation = await openUnhurriedInstallation("lock order");
    // Who is first administers the installation, and stays.
    await signUpAccount(installation.hurried, "admin@example.org");
    shared = await openContendedAccount(installation);
  });
  afterAll(() => installation?.close());

  /** Makes the requests at the same moment, so many times. */
  async function expectNoCircle(
    names: readonly RequestName[],
    { account = shared, failures = MANY_FAILURES, times = 1 },
  ): Promise<void> {
    const before = await installation.countDeadlocks();
    for (let time = 0; time < times; time += 1) {
      await renewAccount(account, failures);
      const requests: (() => Promise<unknown>)[] = [];
      for (const name of names) requests.push(await REQUESTS[name](account));
      const ended = await Promise.allSettled(requests.map((request) => request()));
      const faults = ended.flatMap((each, index) =>
        each.status === "rejected" ? [[names[index], each.reason.cause ?? each.reason]] : [],
      );
      expect(faults).toEqual([]);
    }
    expect((await installation.countDeadlocks()) - before).toBe(0);
  }

  it.each(ENCOUNTERS.map((names) => ({ names, of: names.join(", ") })))(
    "never waits in a circle: $of",
    { timeout },
    ({ names }) => expectNoCircle(names, { times: rounds(2, 200) }),
  );

  it("never waits in a circle: a factor's last wrong code, and other defaults", { timeout }, () => {
    const names = [
      "a stranger's wrong code",
      "the app as the default",
      "the phone as the default",
    ] as const;
    return expectNoCircle(names, { failures: MOST_FAILURES, times: rounds(2, 200) });
  });

  it("never waits in a circle: the account's end, and codes", { timeout }, async () => {
    for (let time = 0; time < rounds(1, 50); time += 1) {
      const account = await openContendedAccount(installation);
      const names = [
        "the end of the account",
        "a slow clock's code",
        "a slow clock's code",
        "a right code",
      ] as const;
      await expectNoCircle(names, { account });
    }
  });

  it("never waits in a circle: everything", { timeout }, () =>
    expectNoCircle(EVERYTHING, { times: rounds(1, 100) }),
  );
});
