import { decodeBase32, parseOtpauthUri } from "@twinlatch/otp";
import {
  type AccountScenario,
  chiSquare,
  granted,
  openTestInstallation,
  openTrial,
  signUpAccount,
  TEST_ORIGIN,
  type TestInstallation,
} from "@twinlatch/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rounds } from "../../../../tests/rounds.ts";
import { describeSecurity } from "../policy/describe-security.ts";
import { enrolTotp } from "./enrol-totp.ts";
import { MAX_TOTP_FACTORS } from "./totp-factor.ts";

const ADD = { action: "account.factor.add" };

let installation: TestInstallation;
let ada: AccountScenario;
let people = 0;

beforeAll(async () => {
  installation = await openTestInstallation("enrolment");
});

afterAll(() => installation.close());

beforeEach(async () => {
  people += 1;
  ada = await signUpAccount(installation, `ada-${people}@example.org`);
});

function refused(reason: string) {
  return { outcome: "refused", reason };
}

/** What a session begun with a recovery code shows: no proof is needed to enrol. */
function inRecovery(scenario: AccountScenario) {
  return {
    ...scenario.demand(ADD),
    recoveryEnrolmentEndsMillis: installation.clock.nowMillis() + 1,
  };
}

async function security(scenario = ada) {
  return describeSecurity(installation.deps, scenario.subject);
}

describe("a secret", () => {
  it("R-001: has 20 random bytes and never comes twice, over a restart too", async () => {
    const count = rounds(200, 2000);
    const secrets: Uint8Array[] = [];
    for (let each = 0; each < count; each += 1) {
      if (each === count / 2) installation = await installation.restart();
      const { secret } = granted(await ada.through(installation.deps).enrolFor(inRecovery(ada)));
      secrets.push(decodeBase32(secret)!);
    }
    expect(secrets.map((secret) => secret.length)).toEqual(Array.from({ length: count }, () => 20));
    expect(new Set(secrets.map((secret) => secret.join())).size).toBe(count);
    const counts = Array.from({ length: 256 }, () => 0);
    for (const byte of secrets.flatMap((secret) => Array.from(secret))) counts[byte]! += 1;
    // 255 degrees of freedom: 330.5 is p = 0.001.
    expect(chiSquare(counts)).toBeLessThan(330.5);
  });

  it("is the one the URI carries, for any authenticator app", async () => {
    const { secret, uri } = await ada.enrol();
    expect(parseOtpauthUri(uri)).toMatchObject({
      ok: true,
      key: {
        type: "totp",
        issuer: "Twinlatch",
        account: ada.email,
        algorithm: "SHA1",
        digits: 6,
        periodSeconds: 30,
        secret: decodeBase32(secret),
      },
    });
  });

  it("R-076: is sealed for the row it stands in, which has seen no code yet", async () => {
    const { factor, secret } = granted(await ada.enrolFor(inRecovery(ada)));
    const nowMillis = installation.clock.nowMillis();
    expect(factor).toMatchObject({
      status: "pending",
      isDefault: false,
      lastStep: -1,
      consecutiveFailures: 0,
      createdAtMillis: nowMillis,
      expiresAtMillis: nowMillis + 10 * 60_000,
    });
    const place = { ...ada.subject, record: `totp/${factor.id}`, field: "secret" };
    const opened = installation.deps.secretBox.open(factor.sealedSecret, place);
    expect(opened).toEqual(decodeBase32(secret));
  });

  it("R-007: stands alone in the URI, whatever stands in the names", async () => {
    const hostile = [
      "Acme:x?secret=AAAA&issuer=Y",
      "%26secret%3DAAAA",
      "a&secret=AAAA#",
      "/..//?&=%00",
      "Ünïcode 密碼 🔑",
      "\"'<script>",
    ];
    for (const text of hostile) {
      const { secret, uri } = granted(
        await enrolTotp(installation.deps, {
          demand: inRecovery(ada),
          label: text,
          issuer: text,
          account: text,
          origin: TEST_ORIGIN,
        }),
      );
      const parameters = new URL(uri).searchParams;
      expect(parameters.getAll("secret")).toEqual([secret]);
      expect(parameters.getAll("issuer")).toHaveLength(1);
      const label = decodeURIComponent(new URL(uri).pathname.slice(1));
      expect(label).toBe(`${parameters.get("issuer")}:${text}`);
    }
  });

  it.each(["a\u0000b", "a\nb", "a\u202eb", "x".repeat(10_000)])(
    "R-007: is made for no name such as %j, and nothing is written",
    async (text) => {
      const demand = await ada.prove(ada.demand(ADD));
      const before = installation.rows.all();
      for (const names of [
        { issuer: text, account: "ada" },
        { issuer: "Twinlatch", account: text },
      ]) {
        const input = { demand, label: "Phone", ...names, origin: TEST_ORIGIN };
        await expect(enrolTotp(installation.deps, input)).rejects.toThrow(/must be at most/);
      }
      expect(installation.rows.all()).toEqual(before);
    },
  );

  it("R-007: can be made for every address that can sign up", async () => {
    const demand = inRecovery(ada);
    await fc.assert(
      fc.asyncProperty(fc.emailAddress(), async (account) => {
        const input = { demand, label: "Phone", issuer: "Twinlatch", account, origin: TEST_ORIGIN };
        const { uri } = granted(await enrolTotp(installation.deps, input));
        expect(parseOtpauthUri(uri)).toMatchObject({ ok: true, key: { account } });
      }),
      { numRuns: rounds(30, 1000) },
    );
  });
});

describe("an enrolment", () => {
  it("R-002: opens nothing until it is confirmed", async () => {
    const { ada: bob, phone } = await openTrial(installation);
    const pending = await bob.enrol("Tablet", phone);
    installation.clock.advance(30_000);
    const step = await bob.beginSignIn();
    expect(await bob.answer(step, pending)).toEqual(refused("not_found"));
    expect(await bob.answer(step, { ...phone, code: pending.code }, pending.code())).toEqual(
      refused("invalid_code"),
    );
    const challengeId = await bob.openStepUp(bob.demand(ADD));
    expect(await bob.answerStepUp(challengeId, pending)).toEqual(refused("not_found"));
  });

  it("A6, R-002: that was abandoned protects nothing and asks for nothing", async () => {
    await ada.enrol();
    const seen = await security();
    expect(seen).toMatchObject({ isEnabled: false, signInSetting: "off" });
    expect(seen.factors).toMatchObject([{ status: "pending" }]);
    expect(await ada.elsewhere()).toMatchObject({ session: { amr: ["pwd"] } });
    const challengeId = await ada.openStepUp(ada.demand(ADD));
    expect(await ada.answerStepUp(challengeId)).toMatchObject({ outcome: "approved" });
  });

  it.each([
    ["can be confirmed in its last millisecond", -1, { outcome: "confirmed" }],
    ["is dead after ten minutes", 0, refused("challenge_closed")],
  ])("R-002: %s", async (_, offset, expected) => {
    const pending = await ada.enrol();
    installation.clock.advance(10 * 60_000 + offset);
    expect((await security()).factors).toHaveLength(offset === 0 ? 0 : 1);
    expect(await ada.confirm(pending)).toMatchObject(expected);
  });

  it("replaces the session's earlier one, not that of another browser", async () => {
    const elsewhere = await ada.elsewhere();
    const theirs = await elsewhere.enrol("Theirs");
    const first = await ada.enrol("First");
    const second = await ada.enrol("Second");
    expect((await security()).factors.map(({ label }) => label).toSorted()).toEqual([
      "Second",
      "Theirs",
    ]);
    expect(await ada.confirm(first)).toEqual(refused("not_found"));
    expect(await elsewhere.confirm(theirs)).toMatchObject({ outcome: "confirmed" });
    expect(await ada.confirm(second)).toEqual(refused("not_found"));
  });

  it("is neither stopped nor replaced by those of other sessions, however many", async () => {
    const own = await ada.enrol("Own");
    for (let more = 0; more < MAX_TOTP_FACTORS; more += 1) await (await ada.elsewhere()).enrol();
    expect(await ada.confirm(own)).toMatchObject({ outcome: "confirmed" });
    expect((await security()).factors.map(({ label }) => label)).toEqual(["Own"]);
  });

  it("is refused beyond ten confirmed ones, leaving the proof unspent", async () => {
    let { authenticator } = await ada.addAuthenticator();
    for (let more = 1; more < MAX_TOTP_FACTORS; more += 1) {
      ({ authenticator } = await ada.addAuthenticator(`Phone ${more}`, authenticator));
    }
    const demand = await ada.prove(ada.demand(ADD), authenticator);
    expect(await ada.enrolFor(demand)).toEqual(refused("too_many_factors"));
    await installation.deps.unitOfWork.write((stores) =>
      stores.totp.remove(ada.subject, authenticator.factorId),
    );
    expect(await ada.enrolFor(demand)).toMatchObject({ outcome: "enrolled" });
  });

  it("keeps what a refused one would have replaced", async () => {
    const pending = await ada.enrol();
    expect(await ada.enrolFor(ada.demand(ADD))).toEqual(refused("step_up_required"));
    expect(await ada.confirm(pending)).toMatchObject({ outcome: "confirmed" });
  });
});
