import {
  openTestInstallation,
  TEST_NOON_MILLIS,
  TEST_ORIGIN,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Operation } from "../audit/record-operation.ts";
import type { TextMessage, TextRefusalCause } from "./text-message.ts";
import { performSending, TextRefused } from "./text-refused.ts";

const NOW = TEST_NOON_MILLIS;
const DAY = 24 * 3_600_000;
const subject = { projectId: "prj", subjectId: "ada" };
const OPERATION: Operation = {
  ...subject,
  atMillis: NOW,
  type: "sms_code.sent",
  origin: TEST_ORIGIN,
};

let installation: TestInstallation;

beforeEach(async () => {
  installation = await openTestInstallation();
});
afterEach(() => installation.close());

function refusedText(cause: TextRefusalCause): TextMessage & { cause: TextRefusalCause } {
  return {
    ...subject,
    id: "txt_1",
    purpose: "sign_in",
    channel: "sms",
    status: "refused",
    cause,
    numberKey: "key",
    country: "CH",
    prefix: "+4179123",
    addressBlock: "192.0.2.7",
    sealedMessage: new Uint8Array(0),
    createdAtMillis: NOW,
    expiresAtMillis: NOW + 1,
  };
}

/** Tries to send what is refused on the way, after it wrote something. */
function send(error: Error) {
  return performSending(installation.deps, OPERATION, async ({ signInSettings }) => {
    await signInSettings.set(subject, "every_time");
    throw error;
  });
}

const find = () =>
  installation.deps.unitOfWork.read(({ textMessages }) => textMessages.find("txt_1"));
const isSuspended = (nowMillis: number) =>
  installation.deps.unitOfWork.read(({ textVolumes }) =>
    textVolumes.isPrefixSuspended("+4179123", nowMillis),
  );
const events = () =>
  installation.rows.events().map(({ type, outcome, reason, target, projectId, atMillis, ip }) => ({
    type,
    outcome,
    reason,
    target,
    projectId,
    atMillis,
    ip,
  }));
const common = { atMillis: NOW, projectId: "prj", ip: TEST_ORIGIN.ip };

describe("a text that is not sent", () => {
  it.each([
    ["number", "too_many_texts"],
    ["subject", "too_many_texts"],
    ["address", "too_many_texts"],
    ["prefix", "text_unavailable"],
    ["prefix_suspended", "text_unavailable"],
    ["installation", "text_unavailable"],
    ["country", "country_not_supported"],
    ["channel", "phone_not_supported"],
  ] as const)("R-023: because of the %s is told as %s", async (cause, reason) => {
    const text = refusedText(cause);
    const refused = await send(new TextRefused({ text, retryAfterSeconds: 7 }));
    expect(refused).toEqual({ outcome: "refused", reason, retryAfterSeconds: 7 });
    expect(await find()).toEqual(text);
    // What the operation wrote before is undone, and nobody else's texts end.
    expect(installation.rows.all()["sign_in_setting"]).toEqual([]);
    expect(events()).toEqual([
      { type: "sms_code.sent", outcome: "refused", reason, target: null, ...common },
    ]);
    expect(await isSuspended(NOW)).toBe(false);
  });

  it("R-023: because too few codes were right takes its prefix out of use for a day, and says so", async () => {
    const text = refusedText("prefix_suspended");
    await send(new TextRefused({ text, suspendsPrefix: true }));
    expect([await isSuspended(NOW + DAY - 1), await isSuspended(NOW + DAY)]).toEqual([true, false]);
    expect(events()[0]).toEqual({
      type: "text_message.prefix_suspended",
      outcome: "allowed",
      reason: null,
      target: "+4179123",
      ...common,
    });
    expect(await find()).toEqual(text);
  });

  it("R-108: for a fault of ours is nobody's limit: the fault is what is seen", async () => {
    await expect(send(new Error("disk full"))).rejects.toThrow("disk full");
    expect(events()).toEqual([]);
    expect(new TextRefused({ text: refusedText("country") }).message).toBe("country");
  });
});

it("a text that is sent is recorded, and what follows from it happens", async () => {
  const settled: unknown[] = [];
  const sent = await performSending(
    installation.deps,
    OPERATION,
    async () => ({ outcome: "sent" }) as const,
    async (_stores, ended) => void settled.push(ended),
  );
  expect(sent).toEqual({ outcome: "sent" });
  expect(settled).toEqual([{ outcome: "sent" }]);
  expect(events()).toMatchObject([{ type: "sms_code.sent", outcome: "allowed" }]);
});
