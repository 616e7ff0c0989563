import {
  type AccountScenario,
  addPhone,
  askForCode,
  granted,
  openTestInstallation,
  signUpAccount,
  type TestInstallation,
  type TestPhone,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { deliverText, giveUpTexts } from "./deliver-text.ts";
import type { HandOver } from "./text-carrier.ts";

const HOUR = 3_600_000;

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestPhone;

beforeEach(async () => {
  installation = await openTestInstallation();
  ada = await signUpAccount(installation);
  phone = await addPhone(installation, ada);
  await installation.deps.unitOfWork.write(({ signInSettings }) =>
    signInSettings.set(ada.subject, "every_time"),
  );
  installation.clock.advance(24 * HOUR);
});
afterEach(() => installation.close());

async function ask(): Promise<string> {
  const sent = granted(await askForCode(installation, await ada.beginSignIn(), phone));
  return sent.textId;
}

/** Delivers while every provider ends like this. */
async function deliverInto(textId: string, handOver: HandOver) {
  const { deps } = installation;
  let carried = 0;
  const textCarrier = {
    channels: ["sms"] as const,
    carry: async () => {
      carried += 1;
      return handOver;
    },
  };
  const outcome = (await deliverText({ ...deps, textCarrier }, textId)).outcome;
  return { outcome, carried };
}

const counts = () => {
  const { attempt_budget, text_volume } = installation.rows.all();
  return {
    texts: attempt_budget?.filter(({ lane }) => String(lane).startsWith("text_")),
    volumes: text_volume?.map(({ scope, length_millis, starts_at_millis, sent }) => [
      scope,
      length_millis,
      starts_at_millis,
      sent,
    ]),
  };
};

it("R-110: hands a text over once, however many try", async () => {
  const textId = await ask();
  const texts = installation.texts.length;
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => deliverText(installation.deps, textId)),
  );
  expect(outcomes.filter(({ outcome }) => outcome === "handed_over")).toHaveLength(1);
  expect(installation.texts).toHaveLength(texts + 1);
});

it("blanks the words before any provider is asked", async () => {
  const textId = await ask();
  const { deps } = installation;
  let sealed: unknown = "never looked";
  const carry = async (): Promise<HandOver> => {
    const text = await deps.unitOfWork.read((stores) => stores.textMessages.find(textId));
    sealed = text?.sealedMessage;
    return { outcome: "uncertain", provider: "p" };
  };
  await deliverText({ ...deps, textCarrier: { channels: ["sms"], carry } }, textId);
  expect(sealed).toEqual(new Uint8Array(0));
});

it("R-110: takes a text that was certainly not sent back from every budget", async () => {
  const before = counts();
  const textId = await ask();
  const failed = { outcome: "failed", reason: "unavailable" } as const;
  expect(await deliverInto(textId, failed)).toEqual({ outcome: "failed", carried: 1 });
  const after = counts();
  expect(after.texts?.map(({ entries }) => entries)).toEqual(
    before.texts?.map(({ entries }) => entries),
  );
  expect(after.volumes?.filter(([, , , sent]) => sent !== 0)).toEqual(before.volumes);
  expect(await deliverInto(textId, failed)).toEqual({ outcome: "gone", carried: 0 });
});

it("R-110: never sends again what may have been sent, and keeps it counted", async () => {
  const textId = await ask();
  const counted = counts();
  const now = installation.clock.nowMillis();
  const judgedAt = now - (now % 600_000);
  const uncertain = { outcome: "uncertain", provider: "p" } as const;
  expect(await deliverInto(textId, uncertain)).toEqual({ outcome: "uncertain", carried: 1 });
  expect(await deliverInto(textId, uncertain)).toEqual({ outcome: "gone", carried: 0 });
  // Its prefix is not judged by what nobody knows.
  const { texts, volumes } = counts();
  expect(texts).toEqual(counted.texts);
  expect(volumes).toEqual(
    counted.volumes?.map(([scope, ...rest]) =>
      String(scope).startsWith("judged") && rest[1] === judgedAt
        ? [scope, rest[0], rest[1], Number(rest[2]) - 1]
        : [scope, ...rest],
    ),
  );
});

it("R-023: keeps a number that nobody has counted: asking again costs", async () => {
  const textId = await ask();
  const counted = counts();
  const failed = { outcome: "failed", reason: "unreachable_number" } as const;
  expect((await deliverInto(textId, failed)).outcome).toBe("failed");
  expect(counts()).toEqual(counted);
});

it("R-112: takes a text that waited past its time back from every budget", async () => {
  const before = counts();
  await ask();
  installation.clock.advance(600_000);
  expect(await giveUpTexts(installation.deps)).toBe(1);
  const after = counts();
  expect(after.texts?.map(({ entries }) => entries)).toEqual(
    before.texts?.map(({ entries }) => entries),
  );
  expect(after.volumes?.filter(([, , , sent]) => sent !== 0)).toEqual(before.volumes);
});

it("leaves a hand-over alone that began late", async () => {
  const textId = await ask();
  installation.clock.advance(90_000);
  const { deps } = installation;
  const carry = async (): Promise<HandOver> => {
    expect(await giveUpTexts(deps)).toBe(0);
    return { outcome: "handed_over", provider: "p" };
  };
  const carrier = { channels: ["sms"] as const, carry };
  expect((await deliverText({ ...deps, textCarrier: carrier }, textId)).outcome).toBe(
    "handed_over",
  );
});

it("R-017: sends nothing whose time is over", async () => {
  const textId = await ask();
  installation.clock.advance(600_000);
  const outcome = await deliverInto(textId, { outcome: "handed_over", provider: "p" });
  expect(outcome).toEqual({ outcome: "gone", carried: 0 });
});

it("R-108: sends nothing that does not open", async () => {
  const textId = await ask();
  const { deps } = installation;
  const stringBox = {
    ...deps.stringBox,
    open: () => {
      throw new Error("altered");
    },
  };
  const texts = installation.texts.length;
  await expect(deliverText({ ...deps, stringBox }, textId)).rejects.toThrow("altered");
  expect(installation.texts).toHaveLength(texts);
});
