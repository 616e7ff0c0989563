import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  answering,
  cuttingAfterReading,
  startFakeProvider,
} from "../../../tests/texts/fake-provider.ts";
import { receiptRequest } from "../../../tests/texts/make-provider.ts";
import { outgoingText } from "../../../tests/texts/text.ts";
import { composeTexter } from "./compose-texter.ts";
import { readSettings } from "./config/read-settings.ts";
import { createMetrics } from "./http/metrics.ts";
import { createLog } from "./log/log.ts";

const SECRET = `whsec_${Buffer.alloc(24, 3).toString("base64")}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "twinlatch-texter-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, 0o600);
  return path;
}

/** What the server makes of its settings, and the lines it logs. */
async function compose(env: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const metrics = await createMetrics();
  const settings = readSettings(
    { TWINLATCH_LOG_LEVEL: "info", ...env },
    { nodeFlags: [], isDebugged: false },
  );
  const texter = composeTexter(settings, {
    clock: { nowMillis: () => Date.now() },
    log: createLog(settings.logLevel, { write: (line) => lines.push(line) }),
    metrics,
    outbox: undefined,
  });
  return { texter, lines, metrics };
}

function configure(...providers: readonly Readonly<Record<string, unknown>>[]): string {
  write("secret", SECRET);
  const entries = providers.map((entry) => ({ kind: "webhook", secretFile: "secret", ...entry }));
  return write("texts.json", JSON.stringify({ providers: entries }));
}

const soon = () => ({ expiresAtMillis: Date.now() + 600_000 });

describe("composeTexter", () => {
  it("has the outbox in development, and nobody in production without a configuration", async () => {
    const { texter } = await compose({});
    expect(await texter.texts?.carrier.carry(outgoingText(soon()))).toMatchObject({
      provider: "outbox",
    });
    expect(texter.outbox?.list()).toHaveLength(1);
    const production = await compose({
      TWINLATCH_MODE: "production",
      TWINLATCH_PUBLIC_URL: "https://id.example.org",
      TWINLATCH_SECRET_KEYS_FILE: "/etc/twinlatch/keys.json",
      TWINLATCH_SMTP_URL: "smtps://mail.example.org",
    });
    expect(production.texter.texts).toBeUndefined();
    expect(production.texter.outbox).toBeUndefined();
  });

  it("texts by the providers of the configuration, in their order", async () => {
    const main = await startFakeProvider(answering(503, { accepted: false }));
    const spare = await startFakeProvider(answering(200, { accepted: true, messageId: "m1" }));
    const path = configure({ name: "main", url: main.url }, { name: "spare", url: spare.url });
    const { texter, lines, metrics } = await compose({ TWINLATCH_SMS_CONFIG: path });
    const text = outgoingText({ ...soon(), text: "canary 123456" });
    expect(await texter.texts?.carrier.carry(text)).toEqual({
      outcome: "handed_over",
      provider: "spare",
      messageId: "m1",
    });
    expect(texter.outbox).toBeUndefined();
    expect([...texter.receipts.readers.keys()]).toEqual(["main", "spare"]);
    const forged = receiptRequest("{}", {});
    expect(texter.receipts.readers.get("main")?.(forged)).toBe("forged");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        event: "text_refused",
        provider: "main",
        channel: "sms",
        reason: "unavailable",
        code: "503",
      },
      { event: "text_sent", provider: "spare", channel: "sms" },
    ]);
    expect(lines.join()).not.toMatch(/canary|123456|9123458/);
    const { text: shown } = await metrics.render();
    expect(shown).toContain(
      'twinlatch_texts_total{provider="main",channel="sms",outcome="refused"} 1',
    );
    expect(shown).toContain(
      'twinlatch_texts_total{provider="spare",channel="sms",outcome="handed_over"} 1',
    );
    await texter.stop();
  });

  it("R-110: tells that a provider is passed over", async () => {
    const main = await startFakeProvider(cuttingAfterReading);
    const path = configure({ name: "main", url: main.url });
    const { texter, lines, metrics } = await compose({ TWINLATCH_SMS_CONFIG: path });
    for (let i = 0; i < 4; i += 1) await texter.texts?.carrier.carry(outgoingText(soon()));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      ...Array.from({ length: 3 }, () => ({ event: "text_uncertain", reason: "connection_lost" })),
      { event: "text_provider_passed_over", level: 50, provider: "main", channel: "sms" },
    ]);
    expect((await metrics.render()).text).toContain(
      'twinlatch_text_provider_passed_over{provider="main",channel="sms"} 1',
    );
  });

  it("says of a configuration that cannot be used everything that is wrong", async () => {
    const path = configure(
      { url: "sms.example.org" },
      { url: "https://sms.example.org", kind: "x" },
    );
    await expect(compose({ TWINLATCH_SMS_CONFIG: path })).rejects.toThrow(
      "TWINLATCH_SMS_CONFIG: providers[1].kind must be equal to one of the allowed values",
    );
    write("secret", "weak");
    const weak = write(
      "weak.json",
      JSON.stringify({
        providers: [{ kind: "webhook", url: "https://sms.example.org", secretFile: "secret" }],
      }),
    );
    await expect(compose({ TWINLATCH_SMS_CONFIG: weak })).rejects.toThrow(/webhook: "secretFile"/);
  });
});
