import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUpInstallation } from "@twinlatch/accounts";
import { composeRules, createClock } from "@twinlatch/installation";
import { createKeyRingFile } from "@twinlatch/platform-node";
import { TEST_ORIGIN } from "@twinlatch/testkit";
import { afterEach, expect, it, onTestFinished } from "vitest";
import { readSettings } from "../../apps/server/src/config/read-settings.ts";
import { EdgeBrowser } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

let installation: EdgeInstallation | undefined;
afterEach(async () => {
  await installation?.close();
  installation = undefined;
});

function adminsOf({ rows }: EdgeInstallation) {
  const admins = rows.all()["account"]?.filter((row) => row["is_installation_admin"] === 1);
  return admins?.map((row) => row["email"]);
}

it("in development the first who signs up administers the installation", async () => {
  installation = await openEdgeInstallation();
  await new EdgeBrowser(installation).signUp();
  expect(adminsOf(installation)).toEqual(["ada@example.org"]);
});

it("elsewhere a stranger who is the first administers nothing, and does not keep the operator out", async () => {
  installation = await openEdgeInstallation({
    wrapRules: (rules) => ({ ...rules, firstSignUpAdministers: false }),
  });
  await new EdgeBrowser(installation, "eve@example.org").signUp();
  expect(adminsOf(installation)).toEqual([]);
  const password = "a rainy walk by the sea";
  await setUpInstallation(installation.deps, {
    email: "ada@example.org",
    password,
    origin: TEST_ORIGIN,
  });
  expect(adminsOf(installation)).toEqual(["ada@example.org"]);
});

it("in production whoever signs up first administers nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "twinlatch-first-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const keys = join(folder, "keys.json");
  await createKeyRingFile(keys);
  const settings = readSettings(
    {
      TWINLATCH_MODE: "production",
      TWINLATCH_DATA: folder,
      TWINLATCH_PUBLIC_URL: "https://id.example.org",
      TWINLATCH_SECRET_KEYS_FILE: keys,
      TWINLATCH_SMTP_URL: "smtps://mail.example.org",
    },
    { nodeFlags: [], isDebugged: false },
  );
  const mailer = { post: () => undefined, deliver: async () => "sent" as const };
  const { rules, storage } = await composeRules(settings, {
    clock: createClock(settings),
    mailer,
    texts: undefined,
  });
  await storage.close();
  expect(rules.firstSignUpAdministers).toBe(false);
});
