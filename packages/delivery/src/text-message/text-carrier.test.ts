import type { OutgoingText } from "@twinlatch/verifier";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NOW, outgoingText, recordTexts } from "../../../../tests/texts/text.ts";
import { createTextCarrier, type TextCarrierOptions } from "./text-carrier.ts";
import type { Submission, TextProvider } from "./text-provider.ts";

/** A provider that ends every try as it is told, and remembers what it was asked for. */
function provider(
  name: string,
  submit: Submission | ((text: OutgoingText, signal: AbortSignal) => Promise<Submission>),
  overrides: Partial<TextProvider> = {},
): TextProvider & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    name,
    channels: ["sms"],
    asked,
    submit: (text, signal) => {
      asked.push(text.id);
      return typeof submit === "function" ? submit(text, signal) : Promise.resolve(submit);
    },
    ...overrides,
  };
}

const ACCEPTED: Submission = { outcome: "accepted", messageId: "m1" };
const UNREACHABLE: Submission = { outcome: "refused", reason: "unreachable" };

function setUp(providers: readonly TextProvider[], options: Partial<TextCarrierOptions> = {}) {
  const clock = { now: NOW };
  const { observer, heard } = recordTexts();
  const carrier = createTextCarrier({
    providers,
    clock: { nowMillis: () => clock.now },
    observer,
    ...options,
  });
  return { carrier, clock, heard };
}

describe("createTextCarrier", () => {
  it("hands a text over to the first provider", async () => {
    const [main, spare] = [provider("main", ACCEPTED), provider("spare", ACCEPTED)];
    const { carrier, heard } = setUp([main, spare]);
    expect(await carrier.carry(outgoingText())).toEqual({
      outcome: "handed_over",
      provider: "main",
      messageId: "m1",
    });
    expect(spare.asked).toEqual([]);
    expect(heard).toMatchObject([{ event: "handed_over", provider: "main", channel: "sms" }]);
  });

  it("has the channels that some provider has", () => {
    const caller = provider("caller", ACCEPTED, { channels: ["voice"] });
    expect(setUp([provider("main", ACCEPTED)]).carrier.channels).toEqual(["sms"]);
    expect(setUp([caller, provider("main", ACCEPTED)]).carrier.channels).toEqual(["sms", "voice"]);
    expect(setUp([]).carrier.channels).toEqual([]);
  });

  it("asks for a call only who makes calls, and for a number only who is there for it", async () => {
    const swiss = provider("swiss", ACCEPTED, { prefixes: ["+41", "+423"] });
    const caller = provider("caller", ACCEPTED, { channels: ["voice"] });
    const rest = provider("rest", ACCEPTED);
    const { carrier } = setUp([swiss, caller, rest]);
    const names = ["+41791234589", "+4237911111", "+4917612345678"].map(async (to) =>
      carrier.carry(outgoingText({ to })),
    );
    expect(await Promise.all(names)).toMatchObject([
      { provider: "swiss" },
      { provider: "swiss" },
      { provider: "rest" },
    ]);
    expect(await carrier.carry(outgoingText({ channel: "voice" }))).toMatchObject({
      provider: "caller",
    });
  });

  it("fails where no provider is there for a number", async () => {
    const { carrier } = setUp([provider("swiss", ACCEPTED, { prefixes: ["+41"] })]);
    expect(await carrier.carry(outgoingText({ to: "+4917612345678" }))).toEqual({
      outcome: "failed",
      reason: "unavailable",
    });
  });

  it("stops at a number that nobody can text", async () => {
    const refused: Submission = { outcome: "refused", reason: "unreachable_number", code: "21614" };
    const spare = provider("spare", ACCEPTED);
    const { carrier, heard } = setUp([provider("main", refused), spare]);
    expect(await carrier.carry(outgoingText())).toEqual({
      outcome: "failed",
      reason: "unreachable_number",
      provider: "main",
    });
    expect(spare.asked).toEqual([]);
    expect(heard).toMatchObject([{ event: "refused", code: "21614", recipient: "…89" }]);
  });

  it("does not send what has expired, nor what expires between two providers", async () => {
    const spare = provider("spare", ACCEPTED);
    const { carrier, clock } = setUp([
      provider("main", async () => {
        clock.now = NOW + 600_000;
        return UNREACHABLE;
      }),
      spare,
    ]);
    const failed = { outcome: "failed", reason: "expired" };
    expect(await carrier.carry(outgoingText({ expiresAtMillis: NOW }))).toEqual(failed);
    expect(await carrier.carry(outgoingText())).toEqual(failed);
    expect(spare.asked).toEqual([]);
  });

  it("says nothing of a number or a code to its observer", async () => {
    const { carrier, heard } = setUp([
      provider("a", UNREACHABLE),
      provider("b", () => Promise.reject(new Error("canary +41791234589 123456"))),
    ]);
    await carrier.carry(outgoingText());
    expect(heard).toHaveLength(2);
    expect(JSON.stringify(heard)).not.toMatch(/123456|9123458|canary/);
  });
});

describe("R-110: who certainly did not send is followed by the next", () => {
  it.each(["declined", "account_refused", "throttled", "unreachable", "unavailable"] as const)(
    "R-110: after %s",
    async (reason) => {
      const spare = provider("spare", ACCEPTED);
      const { carrier } = setUp([provider("main", { outcome: "refused", reason }), spare]);
      const text = outgoingText();
      expect(await carrier.carry(text)).toMatchObject({
        outcome: "handed_over",
        provider: "spare",
      });
      expect(spare.asked).toEqual([text.id]);
    },
  );

  it("R-110: and nobody is left when all have refused", async () => {
    const all = [provider("main", UNREACHABLE), provider("spare", UNREACHABLE)];
    const { carrier } = setUp(all);
    expect(await carrier.carry(outgoingText())).toEqual({
      outcome: "failed",
      reason: "unavailable",
    });
    expect(all.map(({ asked }) => asked.length)).toEqual([1, 1]);
  });
});

describe("R-110: who may have sent is followed by nobody", () => {
  it.each(["timeout", "connection_lost", "unexpected_answer", "server_error"] as const)(
    "R-110: after %s",
    async (reason) => {
      const spare = provider("spare", ACCEPTED);
      const { carrier } = setUp([provider("main", { outcome: "uncertain", reason }), spare]);
      expect(await carrier.carry(outgoingText())).toEqual({
        outcome: "uncertain",
        provider: "main",
      });
      expect(spare.asked).toEqual([]);
    },
  );

  it("R-110: nor after an adapter that throws", async () => {
    const spare = provider("spare", ACCEPTED);
    const failing = provider("main", () => Promise.reject(new Error("broken")));
    const { carrier } = setUp([failing, spare]);
    expect(await carrier.carry(outgoingText())).toEqual({ outcome: "uncertain", provider: "main" });
    expect(spare.asked).toEqual([]);
  });
});

describe("R-110: the same text leaves once, however often it is carried", () => {
  it("R-110: while it is under way, and after it left or may have left", async () => {
    for (const submission of [ACCEPTED, { outcome: "uncertain", reason: "timeout" } as const]) {
      const main = provider("main", submission);
      const { carrier } = setUp([main]);
      const text = outgoingText();
      const first = await Promise.all([carrier.carry(text), carrier.carry(text)]);
      const second = await carrier.carry(text);
      expect(new Set([...first, second].map((handOver) => JSON.stringify(handOver))).size).toBe(1);
      expect(main.asked).toEqual([text.id]);
    }
  });

  it("R-110: but what certainly did not leave may be tried again", async () => {
    const results = [UNREACHABLE, ACCEPTED];
    const main = provider("main", async () => results.shift() ?? UNREACHABLE);
    const { carrier } = setUp([main]);
    const text = outgoingText();
    expect(await carrier.carry(text)).toMatchObject({ outcome: "failed" });
    expect(await carrier.carry(text)).toMatchObject({ outcome: "handed_over" });
  });
});

describe("R-110: the answer comes within four seconds", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Ends when it is told to, and says then how far it came. */
  const until = (last: Submission) => (_text: OutgoingText, signal: AbortSignal) =>
    new Promise<Submission>((resolve) => {
      signal.addEventListener("abort", () => resolve(last));
    });

  async function answeredWithin(millis: number, providers: readonly TextProvider[]) {
    const { carrier } = setUp(providers);
    const answer = vi.fn<(handOver: unknown) => void>();
    void carrier.carry(outgoingText()).then(answer);
    await vi.advanceTimersByTimeAsync(millis);
    return answer.mock.calls[0]?.[0];
  }

  it("R-110: three from a provider that hangs", async () => {
    const hanging = provider("main", until({ outcome: "uncertain", reason: "timeout" }));
    expect(await answeredWithin(2_900, [hanging])).toBeUndefined();
    expect(await answeredWithin(3_000, [hanging])).toEqual({
      outcome: "uncertain",
      provider: "main",
    });
  });

  it("R-110: from one that does not end when it is told to", async () => {
    const deaf = provider("main", () => new Promise<Submission>(() => {}));
    expect(await answeredWithin(3_100, [deaf, provider("spare", ACCEPTED)])).toEqual({
      outcome: "uncertain",
      provider: "main",
    });
  });

  it("R-110: from several that are all slow to say no", async () => {
    const slow = ["a", "b", "c", "d"].map((name) => provider(name, until(UNREACHABLE)));
    expect(await answeredWithin(4_000, slow)).toEqual({ outcome: "failed", reason: "unavailable" });
    // The second had what the first left; for the third there was nothing left to wait for.
    expect(slow.map(({ asked }) => asked.length)).toEqual([1, 1, 0, 0]);
  });
});
