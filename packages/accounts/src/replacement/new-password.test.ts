import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { requestReplacement } from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deliverNotices } from "../notice/deliver-notices.ts";
import { changePassword } from "../password/change-password.ts";
import { beginPasswordReset } from "../password-reset/begin-password-reset.ts";
import { completePasswordReset } from "../password-reset/complete-password-reset.ts";
import { signIn } from "../sign-in/sign-in.ts";
import { completeReplacement } from "./complete-replacement.ts";

const DAY = 24 * 60 * 60_000;
const NEW = "a rainy walk by the sea";
const origin = TEST_ORIGIN;
const addressBlock = origin.ip;
const refused = (reason: string) => ({ outcome: "refused", reason });

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let replacementToken: string;

beforeAll(async () => {
  installation = await openTestInstallation("replacement and new password");
});
afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
  const { factorId } = phone;
  const act = { action: "account.factor.replace", target: factorId };
  const demand = await ada.prove(ada.demand(act));
  const input = { demand, factorId, origin };
  const asked = await requestReplacement(installation.deps, input, async () => undefined);
  replacementToken = granted(asked).token;
});

async function reset() {
  await beginPasswordReset(installation.deps, { email: ada.email, addressBlock, origin });
  const token = /#(\S+)/.exec(installation.mails.at(-1)!.text)![1]!;
  const input = { token, newPassword: NEW, addressBlock, origin };
  granted(await completePasswordReset(installation.deps, input));
}

async function change() {
  const demand = await ada.prove(ada.demand({ action: "account.password.change" }), phone);
  granted(await changePassword(installation.deps, { demand, newPassword: NEW, origin }));
}

/** Comes back with the new password and the browser that asked. */
async function complete() {
  const first = granted(
    await signIn(installation.deps, { email: ada.email, password: NEW, addressBlock, origin }),
  );
  if (first.outcome !== "second_step") throw new Error("No second step");
  const step = { challengeId: first.described.challenge.id, ticket: first.ticket };
  return completeReplacement(installation.deps, { ...step, replacementToken, origin });
}

/** What Ada's newest notice says. */
async function told(): Promise<string> {
  await deliverNotices(installation.deps, { aborted: false });
  return installation.mails.findLast(({ to }) => to === ada.email)?.text ?? "";
}

describe("a replacement that waits", () => {
  it("R-093: is over when the password is changed, and its owner is told", async () => {
    await change();
    expect(await told()).toContain("was changed by somebody who was signed in");
    expect(await told()).toContain("that was waiting was cancelled");
    installation.clock.advance(DAY);
    expect(await complete()).toEqual(refused("not_found"));
  });

  it("R-093: begins its 24 hours anew with a password chosen by mail, and its owner is told", async () => {
    installation.clock.advance(DAY - 1);
    await reset();
    expect(await told()).toContain("becomes possible 24 hours from now");
    installation.clock.advance(1);
    expect(await complete()).toMatchObject(refused("replacement_waiting"));
    installation.clock.advance(DAY - 1);
    expect(await complete()).toMatchObject({ outcome: "signed_in" });
  });

  it("R-093: is not brought back by either once it came to nothing", async () => {
    installation.clock.advance(4 * DAY);
    await reset();
    expect(await told()).not.toContain("24 hours");
    installation.clock.advance(DAY);
    expect(await complete()).toEqual(refused("not_found"));
  });
});
