import {
  openTestInstallation,
  TEST_NOON_MILLIS,
  TEST_NUMBER,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { enqueueNotice } from "./enqueue-notice.ts";
import { enqueueText, type TextRequest } from "./enqueue-text.ts";
import type { PhoneNumberUse } from "./phone-number.ts";
import type { TextChannel } from "./text-carrier.ts";
import { textPlace } from "./text-message.ts";
import type { TextPolicy } from "./text-policy.ts";
import { TextRefused } from "./text-refused.ts";

const NOW = TEST_NOON_MILLIS;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REQUEST: TextRequest = {
  text: "Your code is 123456",
  language: "en",
  subject: { projectId: "prj", subjectId: "ada" },
  purpose: "sign_in",
  channel: "sms",
  number: { e164: TEST_NUMBER, country: "CH", use: "mobile" },
  numberKey: "key of the number",
  addressBlock: "192.0.2.7",
  expiresAtMillis: NOW + 10 * MINUTE,
  nowMillis: NOW,
};

let installation: TestInstallation;

beforeEach(async () => {
  installation = await openTestInstallation();
});
afterEach(() => installation.close());

type Rules = Partial<Pick<TestInstallation["deps"], "textCarrier">> & {
  readonly policy?: Partial<TextPolicy>;
};

function under({ policy = {}, ...ports }: Rules): TestInstallation["deps"] {
  const { deps } = installation;
  return { ...deps, ...ports, textPolicy: { ...deps.textPolicy, ...policy } };
}

/** Puts a text into the outbox; brings the refusal where there is one. */
async function ask(change: Partial<TextRequest> = {}, rules: Rules = {}) {
  const deps = under(rules);
  return deps.unitOfWork
    .write((stores) => enqueueText(deps, stores, { ...REQUEST, ...change }))
    .catch((error: unknown) => {
      if (error instanceof TextRefused) return error.refused;
      throw error;
    });
}

/** Why it was not sent, or would not have been; undefined when nothing speaks against it. */
async function causeOf(change: Partial<TextRequest> = {}, rules: Rules = {}) {
  const asked = await ask(change, rules);
  return "text" in asked ? asked.text.cause : asked.cause;
}

/** The same number's neighbour, so that only what both share is counted twice. */
const neighbour = (index: number) => ({
  subject: { projectId: "prj", subjectId: `person ${index}` },
  number: { ...REQUEST.number, e164: `+4179123450${index}` },
  numberKey: `key ${index}`,
});

const capsOf = (change: Partial<TextPolicy["caps"]>) => ({
  caps: { ...installation.deps.textPolicy.caps, ...change },
});

const countedIn = () => {
  const { text_volume } = installation.rows.all();
  return text_volume?.map(({ scope, length_millis, sent }) => [
    scope,
    Number(length_millis) / MINUTE,
    sent,
  ]);
};
const attempts = () => installation.rows.all()["attempt_budget"]?.map(({ lane }) => lane);

const ADDRESS = "address 192.0.2.7";
const PREFIX = "prefix +4179123";
const JUDGED = "judged +4179123";

describe("a text that somebody asks for", () => {
  it("R-023: waits sealed in its own row, counted wherever it has to be", async () => {
    const queued = await ask();
    if ("text" in queued) throw new Error(queued.text.cause);
    const { id, sealedMessage, numberAttempt, subjectAttempt } = queued;
    const { deps } = installation;
    expect(await deps.unitOfWork.read((stores) => stores.textMessages.find(id))).toEqual({
      projectId: "prj",
      subjectId: "ada",
      id: expect.stringMatching(/^txt_/),
      purpose: "sign_in",
      channel: "sms",
      status: "waiting",
      numberKey: "key of the number",
      country: "CH",
      prefix: "+4179123",
      addressBlock: "192.0.2.7",
      sealedMessage,
      numberAttempt: expect.stringMatching(/^[a-z]{8}$/),
      subjectAttempt: expect.stringMatching(/^[a-z]{8}$/),
      createdAtMillis: NOW,
      expiresAtMillis: NOW + 10 * MINUTE,
    });
    expect(numberAttempt).not.toBe(subjectAttempt);
    const message = deps.stringBox.open(sealedMessage, textPlace(REQUEST.subject, id));
    expect(JSON.parse(message)).toEqual({
      to: TEST_NUMBER,
      text: "Your code is 123456",
      language: "en",
    });
    expect(attempts()).toEqual(["text_number", "text_subject"]);
    expect(countedIn()).toEqual([
      [ADDRESS, 60, 1],
      [ADDRESS, 1_440, 1],
      ["installation", 60, 1],
      ["installation", 1_440, 1],
      [JUDGED, 10, 1],
      [PREFIX, 60, 1],
      [PREFIX, 1_440, 1],
    ]);
  });

  it.each<[string, PhoneNumberUse, TextChannel, "channel" | undefined]>([
    ["a mobile by text", "mobile", "sms", undefined],
    ["a mobile by call", "mobile", "voice", undefined],
    ["a landline by text", "fixed", "sms", "channel"],
    ["a landline by call", "fixed", "voice", undefined],
    ["a premium number by text", "refused", "sms", "channel"],
    ["a premium number by call", "refused", "voice", "channel"],
  ])("R-023: reaches %s, or costs nobody anything", async (_, use, channel, cause) => {
    const number = { ...REQUEST.number, use };
    expect(await causeOf({ number, channel })).toBe(cause);
  });

  it.each([
    ["nobody takes texts", undefined, "channel"],
    ["only calls are taken", ["voice"], "channel"],
    ["texts are taken", ["sms"], undefined],
  ] as const)("R-110: is refused at once where %s, if that is so", async (_, channels, cause) => {
    const { textCarrier } = installation.deps;
    const carrier = channels && textCarrier && { ...textCarrier, channels };
    expect(await causeOf({}, { textCarrier: carrier })).toBe(cause);
  });

  it.each([
    ["all", "CH", undefined],
    ["all", undefined, undefined],
    [["DE", "CH"], "CH", undefined],
    [["DE"], "CH", "country"],
    [["CH"], undefined, "country"],
  ] as const)("R-023: of countries %s goes to a number of %s, or not", async (...given) => {
    const [countries, country, cause] = given;
    const number = { ...REQUEST.number, country };
    expect(await causeOf({ number }, { policy: { countries } })).toBe(cause);
  });

  it("R-023: that is refused has its decision, no words, and the time to wait", async () => {
    await ask();
    const refused = await ask({ nowMillis: NOW + 1_000 });
    expect(refused).toMatchObject({
      text: { status: "refused", cause: "number", sealedMessage: new Uint8Array(0) },
      retryAfterSeconds: 29,
    });
    expect(countedIn()?.every(([, , sent]) => sent === 1)).toBe(true);
  });

  it("R-023: is one of five an hour for a person, whatever numbers they go to", async () => {
    const { subject } = REQUEST;
    for (let index = 0; index < 5; index += 1) {
      expect(await causeOf({ ...neighbour(index), subject })).toBeUndefined();
    }
    const refused = await ask({ ...neighbour(5), subject });
    expect(refused).toMatchObject({ text: { cause: "subject" }, retryAfterSeconds: 3_600 });
    expect(await causeOf(neighbour(6))).toBeUndefined();
  });
});

describe("caps that are reached together", () => {
  const reached = { addressPerHour: 0, prefixPerDay: 0 };

  it("R-023: are told as the first of them, with where the text was counted before", async () => {
    const refused = await ask({}, { policy: capsOf({ ...reached, installationPerHour: 0 }) });
    if (!("text" in refused)) throw new Error("It was sent");
    expect(refused.text.cause).toBe("address");
    expect(
      refused.counted?.map(({ scope, lengthMillis }) => [scope, lengthMillis / MINUTE]),
    ).toEqual([
      [ADDRESS, 1_440],
      [PREFIX, 60],
      [JUDGED, 10],
      ["installation", 1_440],
    ]);
    expect(countedIn()).toEqual([]);
  });

  it("R-023: that are only tried out let the text go, note the first, and count beyond themselves", async () => {
    const policy = { ...capsOf(reached), fraudRules: "record" } as const;
    const recorded = { status: "waiting", cause: "address" };
    expect(await ask({}, { policy })).toMatchObject(recorded);
    expect(await ask(neighbour(1), { policy })).toMatchObject(recorded);
    expect(countedIn()?.map(([, , sent]) => sent)).toEqual([2, 2, 2, 2, 2, 2, 2]);
  });

  it("R-023: yield to the installation's, which holds where the others are tried out", async () => {
    const caps = capsOf({ ...reached, installationPerHour: 0, installationPerDay: 0 });
    const refused = await ask({}, { policy: { ...caps, fraudRules: "record" } });
    if (!("text" in refused)) throw new Error("It was sent");
    expect(refused.text.cause).toBe("installation");
    // What is only recorded was counted, and has to be taken back with the rest.
    expect(refused.counted?.map(({ scope }) => scope)).toEqual([
      ADDRESS,
      ADDRESS,
      PREFIX,
      PREFIX,
      JUDGED,
    ]);
  });
});

describe("a prefix whose texts lead nowhere", () => {
  /** Texts to the prefix so long ago, so many of them redeemed. */
  async function pretend(minutesAgo: number, sent: number, redeemed = 0): Promise<void> {
    const startsAtMillis = NOW - minutesAgo * MINUTE;
    const window = { scope: JUDGED, lengthMillis: 10 * MINUTE, startsAtMillis };
    await installation.deps.unitOfWork.write(async ({ textVolumes }) => {
      for (let count = 0; count < sent; count += 1) await textVolumes.add(window, sent);
      for (let count = 0; count < redeemed; count += 1) await textVolumes.redeem(window);
    });
  }

  it.each([
    [
      "a hundred within the hour, none right",
      [
        [60, 50, 0],
        [0, 50, 0],
      ],
      true,
    ],
    [
      "fewer than a hundred",
      [
        [60, 50, 0],
        [0, 49, 0],
      ],
      false,
    ],
    [
      "a hundred, some of them more than an hour ago",
      [
        [70, 50, 0],
        [0, 50, 0],
      ],
      false,
    ],
    [
      "39 of a hundred right",
      [
        [60, 50, 19],
        [0, 50, 20],
      ],
      true,
    ],
    [
      "40 of a hundred right",
      [
        [60, 50, 20],
        [0, 50, 20],
      ],
      false,
    ],
  ] as const)("R-023: is judged by %s", async (_, windows, isSuspended) => {
    for (const [minutesAgo, sent, redeemed] of windows) await pretend(minutesAgo, sent, redeemed);
    expect("text" in (await ask())).toBe(isSuspended);
  });

  it("R-023: is suspended by the text that finds it out", async () => {
    await pretend(60, 100);
    expect(await ask()).toMatchObject({
      text: { cause: "prefix_suspended" },
      suspendsPrefix: true,
    });
  });

  it("R-023: gets none while it is suspended, and is suspended no second time", async () => {
    await installation.deps.unitOfWork.write(({ textVolumes }) =>
      textVolumes.suspendPrefix("+4179123", { nowMillis: NOW, untilMillis: NOW + HOUR }),
    );
    const refused = await ask();
    expect(refused).toMatchObject({ text: { cause: "prefix_suspended" } });
    expect(refused).not.toHaveProperty("suspendsPrefix");
    // Where the rules are tried out its owner is texted all the same; what was noted first stays.
    const caps = capsOf({ addressPerHour: 0 });
    const recorded = await ask({}, { policy: { ...caps, fraudRules: "record" } });
    expect(recorded).toMatchObject({ status: "waiting", cause: "prefix_suspended" });
  });
});

describe("a text that tells of a change", () => {
  const { purpose: _purpose, ...request } = REQUEST;
  const tell = (change: Partial<TextRequest> = {}, rules: Rules = {}) => {
    const deps = under(rules);
    return deps.unitOfWork.write((stores) =>
      enqueueNotice(deps, stores, { ...request, ...change }),
    );
  };
  const decisions = () => {
    const { text_message } = installation.rows.all();
    return text_message?.map(({ id, purpose, status, cause }) => ({ id, purpose, status, cause }));
  };

  it("R-024: goes to the old number, and uses up nobody's texts nor its prefix's name", async () => {
    const id = await tell();
    expect(decisions()).toEqual([{ id, purpose: "notice", status: "waiting", cause: null }]);
    expect(attempts()).toEqual([]);
    expect(countedIn()?.map(([scope]) => scope)).not.toContain(JUDGED);
    expect(await tell()).toMatch(/^txt_/);
    expect(await causeOf()).toBeUndefined();
  });

  it("R-024: goes there however many whoever makes the change has had sent before", async () => {
    const capped = { policy: capsOf({ addressPerHour: 0, addressPerDay: 0 }) };
    expect(await causeOf({}, capped)).toBe("address");
    expect(await tell({}, capped)).toMatch(/^txt_/);
    const scopes = new Set(countedIn()?.map(([scope]) => scope));
    expect(scopes).toEqual(new Set(["installation", "prefix +4179123"]));
  });

  it("R-024: that may not be sent keeps nobody from the change, and counts nowhere", async () => {
    await tell();
    const before = countedIn();
    const capped = { policy: capsOf({ installationPerDay: 0 }) };
    expect(await tell({ nowMillis: NOW + 1 }, capped)).toBeUndefined();
    const elsewhere = { policy: { countries: ["DE"] } };
    expect(await tell({ nowMillis: NOW + 2 }, elsewhere)).toBeUndefined();
    expect(countedIn()).toEqual(before);
    expect(decisions()?.map(({ status, cause }) => [status, cause])).toEqual([
      ["waiting", null],
      ["refused", "installation"],
      ["refused", "country"],
    ]);
  });

  it("R-108: that meets a fault of ours takes the change back", async () => {
    const { deps } = installation;
    const seal = () => {
      throw new Error("no key");
    };
    const failing = deps.unitOfWork.write((stores) =>
      enqueueNotice({ ...deps, stringBox: { ...deps.stringBox, seal } }, stores, request),
    );
    await expect(failing).rejects.toThrow("no key");
    expect(decisions()).toEqual([]);
  });
});
