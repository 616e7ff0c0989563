import {
  openTestInstallation,
  TEST_NOON_MILLIS,
  TEST_NUMBER,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SecretUnreadableError } from "../platform/fault.ts";
import { deliverText, giveUpTexts } from "./deliver-text.ts";
import { enqueueText, type TextRequest } from "./enqueue-text.ts";
import { redeemText } from "./redeem-text.ts";
import type { HandOver, OutgoingText } from "./text-carrier.ts";
import { textPlace } from "./text-message.ts";

const NOW = TEST_NOON_MILLIS;
const MINUTE = 60_000;
const subject = { projectId: "prj", subjectId: "ada" };
const REQUEST: TextRequest = {
  text: "Your code is 123456",
  language: "en",
  subject,
  purpose: "sign_in",
  channel: "voice",
  number: { e164: TEST_NUMBER, country: "CH", use: "mobile" },
  numberKey: "key of the number",
  addressBlock: "192.0.2.7",
  expiresAtMillis: NOW + 10 * MINUTE,
  nowMillis: NOW,
};
const UNAVAILABLE = { outcome: "failed", reason: "unavailable", provider: "acme" } as const;

let installation: TestInstallation;
let carried: OutgoingText[];

beforeEach(async () => {
  installation = await openTestInstallation();
  carried = [];
});
afterEach(() => installation.close());

async function enqueue(change: Partial<TextRequest> = {}): Promise<string> {
  const { deps } = installation;
  const { id } = await deps.unitOfWork.write((stores) =>
    enqueueText(deps, stores, { ...REQUEST, ...change }),
  );
  return id;
}

/** Hands it over to a provider that ends like this, and does something else meanwhile. */
function deliver(textId: string, handOver: HandOver, meanwhile = async () => {}) {
  const carry = async (text: OutgoingText) => {
    carried.push(text);
    await meanwhile();
    return handOver;
  };
  const textCarrier = { channels: ["voice"] as const, carry };
  return deliverText({ ...installation.deps, textCarrier }, textId);
}

const find = (textId: string) =>
  installation.deps.unitOfWork.read(({ textMessages }) => textMessages.find(textId));
const countedIn = () => {
  const { text_volume } = installation.rows.all();
  return text_volume?.map(({ scope, sent, redeemed }) => [scope, sent, redeemed]);
};
const attempts = () =>
  installation.rows.all()["attempt_budget"]?.map(({ lane, entries }) => [lane, entries]);

describe("a text that is handed over", () => {
  it("goes to its number in its words, by its channel, and says what it was for", async () => {
    const id = await enqueue();
    const handOver = { outcome: "handed_over", provider: "acme", messageId: "SM1" } as const;
    expect(await deliver(id, handOver)).toEqual({ ...handOver, purpose: "sign_in" });
    expect(carried).toEqual([
      {
        id,
        channel: "voice",
        to: TEST_NUMBER,
        text: "Your code is 123456",
        language: "en",
        expiresAtMillis: NOW + 10 * MINUTE,
      },
    ]);
    // What its receipt is found by.
    expect(await find(id)).toMatchObject({
      status: "handed_over",
      provider: "acme",
      providerMessageId: "SM1",
    });
  });

  it.each([
    ["failed", UNAVAILABLE],
    ["uncertain", { outcome: "uncertain", provider: "acme" }],
  ] as const)("R-110: and %s is kept as such, with who was asked", async (status, handOver) => {
    const id = await enqueue();
    expect(await deliver(id, handOver)).toEqual({ ...handOver, purpose: "sign_in" });
    expect(await find(id)).toMatchObject({ status, provider: "acme" });
  });

  it("waits where nobody takes texts, and where there is none is gone", async () => {
    const id = await enqueue();
    const deps = { ...installation.deps, textCarrier: undefined };
    expect(await deliverText(deps, id)).toEqual({ outcome: "gone" });
    expect((await find(id))?.status).toBe("waiting");
    expect(await deliverText(installation.deps, "txt_unknown")).toEqual({ outcome: "gone" });
  });

  it("R-110: by one process while another gave it up is not taken back twice over", async () => {
    const id = await enqueue();
    const before = [attempts(), countedIn()];
    await deliver(id, UNAVAILABLE, async () => {
      installation.clock.advance(MINUTE + 1);
      expect(await giveUpTexts(installation.deps)).toBe(1);
    });
    expect((await find(id))?.status).toBe("uncertain");
    expect([attempts(), countedIn()]).toEqual(before);
  });

  it("R-023: and tells of a change, with an end that nobody knows, clears no prefix", async () => {
    await enqueue();
    const id = await enqueue({ purpose: "notice" });
    expect(countedIn()).toContainEqual(["judged +4179123", 1, 0]);
    await deliver(id, { outcome: "uncertain", provider: "acme" });
    expect(countedIn()).toContainEqual(["judged +4179123", 1, 0]);
  });

  it("R-110: and tells of a change, when it certainly was not sent, counts nowhere", async () => {
    await enqueue();
    const before = [attempts(), countedIn()];
    await deliver(await enqueue({ purpose: "notice" }), UNAVAILABLE);
    expect([attempts(), countedIn()]).toEqual(before);
  });
});

describe("a waiting text that was tampered with", () => {
  it.each([
    ["nothing", null],
    ["no object", "to text language"],
    ["no number", { text: "Hello", language: "en" }],
    ["a number that is none", { to: 41791234589, text: "Hello", language: "en" }],
    ["no words", { to: TEST_NUMBER, language: "en" }],
    ["words that are none", { to: TEST_NUMBER, text: 5, language: "en" }],
    ["no language", { to: TEST_NUMBER, text: "Hello" }],
    ["a language that is none", { to: TEST_NUMBER, text: "Hello", language: null }],
  ])("R-108: to hold %s reaches no provider", async (_, message) => {
    const { deps } = installation;
    const id = "txt_1";
    const sealedMessage = deps.stringBox.seal(JSON.stringify(message), textPlace(subject, id));
    await deps.unitOfWork.write(({ textMessages }) =>
      textMessages.insert({
        ...subject,
        id,
        purpose: "sign_in",
        channel: "voice",
        status: "waiting",
        numberKey: "key",
        prefix: "+4179123",
        addressBlock: "192.0.2.7",
        sealedMessage,
        createdAtMillis: NOW,
        expiresAtMillis: NOW + MINUTE,
      }),
    );
    const delivered = deliver(id, UNAVAILABLE);
    await expect(delivered).rejects.toThrow(SecretUnreadableError);
    await expect(delivered).rejects.toThrow("A sealed text has no number and words");
    expect(carried).toEqual([]);
  });
});

describe("giving up", () => {
  it("R-112: begins a minute after a process took the text, and not before", async () => {
    const id = await enqueue();
    const { unitOfWork } = installation.deps;
    await unitOfWork.write(({ textMessages }) => textMessages.claim(id, NOW));
    installation.clock.set(NOW + MINUTE);
    expect(await giveUpTexts(installation.deps)).toBe(0);
    installation.clock.set(NOW + MINUTE + 1);
    expect(await giveUpTexts(installation.deps)).toBe(1);
    expect((await find(id))?.status).toBe("uncertain");
  });

  it("R-112: by two processes at once takes each text back once", async () => {
    const expiresAtMillis = NOW + MINUTE;
    await enqueue({ expiresAtMillis });
    const second = { subject: { projectId: "prj", subjectId: "bob" }, numberKey: "another" };
    await enqueue({ ...second, expiresAtMillis });
    installation.clock.set(NOW + 5 * MINUTE);
    // Counted in the same windows, and still on its way.
    const third = { subject: { projectId: "prj", subjectId: "eve" }, numberKey: "a third" };
    await enqueue({ ...third, nowMillis: NOW + 5 * MINUTE });
    const counts = await Promise.all([
      giveUpTexts(installation.deps),
      giveUpTexts(installation.deps),
    ]);
    const [one, other] = counts;
    expect(one + other).toBe(2);
    expect(countedIn()?.map(([, sent]) => sent)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(attempts()?.filter(([, entries]) => entries !== "")).toHaveLength(2);
  });
});

describe("a right code", () => {
  const redeem = (textId: string) =>
    installation.deps.unitOfWork.write((stores) => redeemText(stores, textId, NOW + 1));

  it("R-023: speaks for its prefix once, and one of an unknown text for none", async () => {
    const id = await enqueue();
    await redeem("txt_unknown");
    expect(countedIn()).toContainEqual(["judged +4179123", 1, 0]);
    await redeem(id);
    await redeem(id);
    expect(countedIn()).toContainEqual(["judged +4179123", 1, 1]);
    expect((await find(id))?.redeemedAtMillis).toBe(NOW + 1);
  });
});
