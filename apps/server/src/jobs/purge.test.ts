import { openTestInstallation, signUpAccount } from "@twinlatch/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { purgeExpired } from "./purge.ts";

let installation: Awaited<ReturnType<typeof openTestInstallation>>;
beforeEach(async () => {
  installation = await openTestInstallation();
});
afterEach(() => installation.close());

const never = new AbortController().signal;

it("deletes what has expired for an hour, and leaves what has not", async () => {
  const { clock, deps } = installation;
  const ada = await signUpAccount(installation);
  const { authenticator } = await ada.addAuthenticator();
  const step = await ada.beginSignIn();
  await ada.enrol("Old phone", authenticator);
  // Budgets with no attempt left in them.
  await purgeExpired(deps, never);
  expect(await purgeExpired(deps, never)).toBe(0);

  clock.advance(71 * 60_000);
  // Two proofs and a sign-in, an enrolment, and the session that was not used for an hour.
  expect(await purgeExpired(deps, never)).toBe(5);
  const challenge = await deps.unitOfWork.read((stores) =>
    stores.challenges.find(step.challengeId, `ticket:${deps.tokenHash.digest(step.ticket)}`),
  );
  expect(challenge).toBeUndefined();
  const factors = await deps.unitOfWork.read((stores) => stores.totp.list(ada.subject));
  expect(factors.map(({ status }) => status)).toEqual(["active"]);
  expect(await purgeExpired(deps, never)).toBe(0);
});

it("deletes nothing more once it is told to stop", async () => {
  const { clock, deps } = installation;
  await signUpAccount(installation);
  clock.advance(48 * 3_600_000);
  expect(await purgeExpired(deps, AbortSignal.abort())).toBe(0);
  expect(await purgeExpired(deps, never)).toBeGreaterThan(0);
});
