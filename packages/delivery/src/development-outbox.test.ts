import { describe, expect, it } from "vitest";
import { DevelopmentOutbox } from "./development-outbox.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 6);

function outboxAt(clock: { now: number }, maxMessages?: number): DevelopmentOutbox {
  return new DevelopmentOutbox({ nowMillis: () => clock.now }, maxMessages);
}

function message(text: string, expiresAtMillis = NOW + 600_000) {
  return { to: "alice@example.org", subject: "Your code", text, expiresAtMillis };
}

describe("DevelopmentOutbox", () => {
  it("shows what was posted newest first", () => {
    const clock = { now: NOW };
    const outbox = outboxAt(clock);
    outbox.post(message("first"));
    clock.now += 1000;
    outbox.post(message("second"));
    const [second, first] = outbox.list();
    expect(first).toEqual({
      id: expect.stringMatching(/./),
      at: "2026-01-02T03:04:05.006Z",
      channel: "email",
      to: "alice@example.org",
      subject: "Your code",
      text: "first",
    });
    expect(second).toMatchObject({ at: "2026-01-02T03:04:06.006Z", text: "second" });
    expect(first?.id).not.toBe(second?.id);
  });

  it("does not take what has expired, and keeps what was sent in time", () => {
    const clock = { now: NOW };
    const outbox = outboxAt(clock);
    outbox.post(message("late", NOW));
    outbox.post(message("in time", NOW + 1));
    clock.now += 3_600_000;
    expect(outbox.list().map(({ text }) => text)).toEqual(["in time"]);
  });

  it("keeps the newest 200, or as many as it is told", () => {
    for (const [outbox, kept] of [
      [outboxAt({ now: NOW }), 200],
      [outboxAt({ now: NOW }, 3), 3],
    ] as const) {
      for (let i = 1; i <= 250; i += 1) outbox.post(message(String(i)));
      expect(outbox.list()).toHaveLength(kept);
      expect(outbox.list()[0]?.text).toBe("250");
      expect(outbox.list().at(-1)?.text).toBe(String(251 - kept));
    }
  });

  it("keeps texts and calls beside mails, as they would have left", async () => {
    const outbox = outboxAt({ now: NOW });
    expect(outbox.channels).toEqual(["sms", "voice"]);
    outbox.post(message("a mail"));
    for (const channel of ["sms", "voice"] as const) {
      const text = { id: channel, channel, to: "+41791234589", text: `Code 123456 by ${channel}` };
      expect(
        await outbox.carry({ ...text, language: "en", expiresAtMillis: NOW + 600_000 }),
      ).toEqual({ outcome: "handed_over", provider: "outbox", messageId: channel });
    }
    const at = "2026-01-02T03:04:05.006Z";
    expect(outbox.list().slice(0, 2)).toEqual([
      { id: "voice", at, channel: "voice", to: "+41791234589", text: "Code 123456 by voice" },
      { id: "sms", at, channel: "sms", to: "+41791234589", text: "Code 123456 by sms" },
    ]);
    expect(outbox.list()[2]).toMatchObject({ channel: "email" });
  });

  it("does not take a text that has expired", async () => {
    const outbox = outboxAt({ now: NOW });
    const text = { id: "t1", channel: "sms", to: "+41791234589", text: "late" } as const;
    expect(await outbox.carry({ ...text, language: "en", expiresAtMillis: NOW })).toEqual({
      outcome: "failed",
      reason: "expired",
    });
    expect(outbox.list()).toEqual([]);
  });

  it("hands out a copy", () => {
    const outbox = outboxAt({ now: NOW });
    outbox.post(message("mine"));
    Object.assign(outbox.list(), { length: 0 });
    expect(outbox.list()).toHaveLength(1);
  });
});
