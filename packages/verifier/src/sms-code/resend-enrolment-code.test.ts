import {
  type AccountScenario,
  confirmPhoneOf,
  enrolPhoneFor,
  granted,
  openTestInstallation,
  readCode,
  signUpAccount,
  TEST_NUMBER,
  TEST_ORIGIN,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TextChannel } from "../text-message/text-carrier.ts";
import type { EnrolledPhone } from "./enrol-phone.ts";
import { resendEnrolmentCode } from "./resend-enrolment-code.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const ADD = { action: "account.factor.add" };
const refused = (reason: string) => ({ outcome: "refused", reason });

let installation: TestInstallation;
let ada: AccountScenario;

beforeEach(async () => {
  installation = await openTestInstallation("another code");
  ada = await signUpAccount(installation);
});
afterEach(() => installation.close());

async function enrol(number = TEST_NUMBER): Promise<EnrolledPhone> {
  return granted(await enrolPhoneFor(installation, await ada.prove(ada.demand(ADD)), number));
}

function resend(phoneId: string, by = ada, channel?: TextChannel) {
  return resendEnrolmentCode(installation.deps, {
    subject: by.subject,
    sessionId: by.session.id,
    phoneId,
    channel,
    addressBlock: TEST_ORIGIN.ip,
    write: (code) => ({ text: code, language: "en" }),
    origin: TEST_ORIGIN,
  });
}

describe("another code for a phone that is being added", () => {
  it("R-019: is sent after the pause; the old one is worth nothing, and costs no try", async () => {
    const { phone, ...first } = await enrol();
    const old = await readCode(installation, first);
    expect(await resend(phone.id)).toMatchObject({ reason: "too_many_texts" });
    installation.clock.advance(30 * SECOND);
    const sent = granted(await resend(phone.id));
    expect(sent).toMatchObject({
      outcome: "sent",
      hint: "89",
      resendAfterSeconds: 60,
      expiresAtMillis: installation.clock.nowMillis() + 10 * MINUTE,
    });
    for (let tries = 0; tries < 6; tries += 1) {
      expect(await confirmPhoneOf(installation, ada, phone.id, old)).toEqual(
        refused("code_expired"),
      );
    }
    const newest = await readCode(installation, sent);
    expect(await confirmPhoneOf(installation, ada, phone.id, newest)).toMatchObject({
      outcome: "confirmed",
    });
    expect(await resend(phone.id)).toEqual(refused("not_found"));
  });

  it("R-002: lets the enrolment live as long as it does itself", async () => {
    const { phone } = await enrol();
    installation.clock.advance(10 * MINUTE - 1);
    const sent = granted(await resend(phone.id));
    const code = await readCode(installation, sent);
    installation.clock.advance(10 * MINUTE);
    expect(await resend(phone.id)).toEqual(refused("not_found"));
    expect(await confirmPhoneOf(installation, ada, phone.id, code)).toEqual(
      refused("challenge_closed"),
    );
  });

  it("R-006: is sent for the session that began it alone", async () => {
    const { phone } = await enrol();
    const elsewhere = await ada.elsewhere();
    const eve = await signUpAccount(installation, "eve@example.org");
    installation.clock.advance(MINUTE);
    for (const by of [elsewhere, eve]) {
      expect(await resend(phone.id, by)).toEqual(refused("not_found"));
    }
    expect(await resend("pho_unknown")).toEqual(refused("not_found"));
    expect((await resend(phone.id)).outcome).toBe("sent");
  });

  it.each([
    ["a mobile by text", TEST_NUMBER, undefined, "sms"],
    ["a mobile by a call where that is asked for", TEST_NUMBER, "voice", "voice"],
    ["a landline by a call, whatever is asked for", "+41441234567", "sms", "voice"],
  ] as const)("goes to %s", async (_, number, asked, channel) => {
    const { phone } = await enrol(number);
    installation.clock.advance(MINUTE);
    await readCode(installation, granted(await resend(phone.id, ada, asked)));
    expect(installation.texts).toMatchObject([{ to: number, channel }]);
  });

  it("R-081: makes one event, which names the phone", async () => {
    const { phone } = await enrol();
    installation.clock.advance(MINUTE);
    await resend(phone.id);
    expect(installation.rows.events().at(-1)).toMatchObject({
      type: "sms_code.sent",
      outcome: "allowed",
      sessionId: ada.session.id,
      factorId: phone.id,
      factorKind: "sms",
      factorLabel: "Phone",
    });
  });
});
