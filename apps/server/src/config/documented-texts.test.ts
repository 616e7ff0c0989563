import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readSettings } from "./read-settings.ts";

const PAGES = fileURLToPath(new URL("../../../../docs/operate/sms/", import.meta.url));
const STANDARD_WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "twinlatch-documented-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(["twilio", "vonage", "smpp", "webhook"])(
  "the configuration that the page of %s shows works in production as it stands",
  (kind) => {
    const page = readFileSync(join(PAGES, `${kind}.md`), "utf8");
    const [, shown = ""] = /```json\n(.*?)```/s.exec(page) ?? [];
    const path = join(folder, `${kind}.json`);
    writeFileSync(path, shown);
    for (const [, secret = ""] of shown.matchAll(/File": "([^"]+)"/g)) {
      writeFileSync(join(folder, secret), STANDARD_WEBHOOK_SECRET, { mode: 0o600 });
    }
    const { texts } = readSettings(
      {
        TWINLATCH_MODE: "production",
        TWINLATCH_PUBLIC_URL: "https://id.example.org",
        TWINLATCH_AUTHENTICATOR_URL: "https://codes.example.org",
        TWINLATCH_SECRET_KEYS_FILE: "/etc/twinlatch/keys.json",
        TWINLATCH_SMTP_URL: "smtps://mail.example.org",
        TWINLATCH_SMS_CONFIG: path,
      },
      { nodeFlags: [], isDebugged: false },
    );
    expect(texts?.config.providers).toHaveLength(1);
  },
);
