import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cancelReplacement } from "./cancel-replacement.ts";
import { requestReplacement } from "./request-replacement.ts";

const HOUR = 60 * 60_000;
const origin = TEST_ORIGIN;
const refused = (reason: string) => ({ outcome: "refused", reason });

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let told: unknown[];

beforeAll(async () => {
  installation = await openTestInstallation("requests for a replacement");
});
afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
  told = [];
});

function demandOf(browser: AccountScenario, factorId = phone.factorId) {
  return browser.demand({ action: "account.factor.replace", target: factorId });
}

function request(demand: ReturnType<typeof demandOf>, factorId = phone.factorId) {
  return requestReplacement(
    installation.deps,
    { demand, factorId, origin },
    async (_stores, requested) => void told.push(requested),
  );
}

async function requestIn(browser: AccountScenario) {
  return granted(await request(await browser.prove(demandOf(browser))));
}

describe("a request for a replacement", () => {
  it("R-093: waits a day, and can be completed for three", async () => {
    const atMillis = installation.clock.nowMillis();
    const { replacement, token } = await requestIn(ada);
    expect(token).toMatch(/^twl_replacement_/);
    expect(replacement).toEqual({
      ...ada.subject,
      id: expect.stringMatching(/^rpl_/),
      factorId: phone.factorId,
      tokenDigest: installation.deps.tokenHash.digest(token),
      requestedAtMillis: atMillis,
      readyAtMillis: atMillis + 24 * HOUR,
      expiresAtMillis: atMillis + 96 * HOUR,
      ip: origin.ip,
    });
    expect(told).toEqual([{ label: "Phone", atMillis }]);
  });

  it("R-093: is refused while one waits, to the end of its time", async () => {
    await requestIn(ada);
    installation.clock.advance(96 * HOUR - 1);
    expect(await request(demandOf(ada))).toEqual(refused("replacement_waiting"));
    installation.clock.advance(1);
    expect(await request(demandOf(ada))).toEqual(refused("step_up_required"));
  });

  it("R-093: is taken again when the hold after the last one is over", async () => {
    const { replacement } = await requestIn(ada);
    const { clock, deps } = installation;
    clock.advance(24 * HOUR);
    const { tokenDigest } = replacement;
    await deps.unitOfWork.write(({ replacements }) =>
      replacements.complete(ada.subject, { tokenDigest, nowMillis: clock.nowMillis() }),
    );
    expect(await request(demandOf(ada))).toMatchObject({ reason: "actions_held" });
    clock.advance(24 * HOUR + 1);
    await requestIn(await ada.elsewhere(phone));
    expect(told).toHaveLength(2);
  });

  it("is for an authenticator in use, not for one that waits for its first code", async () => {
    const pending = await ada.enrol("Tablet", phone);
    const { factorId } = pending;
    const demand = await ada.prove(demandOf(ada, factorId));
    expect(await request(demand, factorId)).toEqual(refused("not_found"));
  });

  it("tells whoever announces that it was cancelled when that was", async () => {
    await requestIn(ada);
    const input = { subject: ada.subject, sessionId: ada.session.id, origin };
    const cancel = () =>
      cancelReplacement(
        installation.deps,
        input,
        async (_, cancelled) => void told.push(cancelled),
      );
    expect(await cancel()).toEqual({ outcome: "cancelled" });
    expect(told.at(-1)).toEqual({ atMillis: installation.clock.nowMillis() });
    expect(await cancel()).toEqual(refused("not_found"));
  });
});
