import { describe, expect, it } from "vitest";
import { outgoingText, recordTexts } from "../../../../tests/texts/text.ts";
import { createProviderLine, type ProviderLineOptions } from "./provider-line.ts";
import type { Submission, TextProvider } from "./text-provider.ts";

const DOWN: Submission = { outcome: "refused", reason: "unavailable" };

function setUp(
  submit: TextProvider["submit"],
  { concurrency = 20, ...rest }: Partial<ProviderLineOptions> = {},
) {
  const clock = { now: 0 };
  const { observer, heard } = recordTexts();
  const line = createProviderLine(
    { name: "main", channels: ["sms", "voice"], submit },
    {
      observer,
      concurrency,
      breaker: { faults: 3, openMillis: 30_000 },
      steadyMillis: () => clock.now,
      ...rest,
    },
  );
  const carry = (overrides: Parameters<typeof outgoingText>[0] = {}) =>
    line.submit(outgoingText(overrides), 3_000);
  return { carry, clock, heard };
}

describe("R-110: a provider that fails is passed over", () => {
  it.each<[string, Submission]>([
    ["says that it is down", DOWN],
    ["cannot be reached", { outcome: "refused", reason: "unreachable" }],
    ["throttles us", { outcome: "refused", reason: "throttled" }],
    ["does not know our account", { outcome: "refused", reason: "account_refused" }],
    ["leaves us in doubt", { outcome: "uncertain", reason: "unexpected_answer" }],
  ])("R-110: when it %s three times in a row", async (_what, submission) => {
    const { carry, heard } = setUp(async () => submission);
    for (let i = 0; i < 3; i += 1) expect(await carry()).toEqual(submission);
    expect(await carry()).toEqual({ outcome: "passed_over" });
    expect(heard.filter(({ event }) => event === "opened")).toEqual([
      { event: "opened", provider: "main", channel: "sms" },
    ]);
  });

  it.each<[string, Submission]>([
    ["a number", { outcome: "refused", reason: "unreachable_number" }],
    ["a text", { outcome: "refused", reason: "declined" }],
  ])("goes on being asked when it only refuses %s", async (_what, submission) => {
    const { carry } = setUp(async () => submission);
    for (let i = 0; i < 10; i += 1) expect(await carry()).toEqual(submission);
  });

  it("R-110: for texts only, when only texts fail", async () => {
    const { carry } = setUp(async ({ channel }) =>
      channel === "sms" ? DOWN : { outcome: "accepted" },
    );
    for (let i = 0; i < 4; i += 1) await carry();
    expect(await carry()).toEqual({ outcome: "passed_over" });
    expect(await carry({ channel: "voice" })).toEqual({ outcome: "accepted" });
  });

  it("R-110: until one text went well, half a minute later", async () => {
    let submission: Submission = DOWN;
    const { carry, clock, heard } = setUp(async () => submission);
    for (let i = 0; i < 3; i += 1) await carry();
    submission = { outcome: "accepted" };
    clock.now = 29_999;
    expect(await carry()).toEqual({ outcome: "passed_over" });
    clock.now = 30_000;
    expect(await Promise.all([carry(), carry()])).toEqual([
      { outcome: "accepted" },
      { outcome: "passed_over" },
    ]);
    expect(await carry()).toEqual({ outcome: "accepted" });
    expect(heard.filter(({ event }) => event === "closed")).toHaveLength(1);
  });
});

describe("R-110: a provider gets no more texts at a time than it may have", () => {
  it("R-110: one more is passed over at once, and the next one after somebody ended", async () => {
    const ends: (() => void)[] = [];
    const { carry, heard } = setUp(
      () => new Promise((resolve) => ends.push(() => resolve({ outcome: "accepted" }))),
      { concurrency: 2 },
    );
    const two = [carry(), carry()];
    expect(await carry()).toEqual({ outcome: "passed_over" });
    expect(heard).toEqual([{ event: "busy", provider: "main", channel: "sms" }]);
    ends.shift()?.();
    await two[0];
    const third = carry();
    for (const end of ends) end();
    expect(await third).toEqual({ outcome: "accepted" });
  });

  it("tells how long it took", async () => {
    const { carry, clock, heard } = setUp(async () => {
      clock.now += 120;
      return { outcome: "accepted" };
    });
    await carry();
    expect(heard).toEqual([
      {
        event: "handed_over",
        provider: "main",
        channel: "sms",
        recipient: "…89",
        elapsedMillis: 120,
      },
    ]);
  });
});
