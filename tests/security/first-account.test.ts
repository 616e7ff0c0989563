import { setUpInstallation } from "@twinlatch/accounts";
import type { Problem } from "@twinlatch/api-contract";
import { TEST_ORIGIN, TEST_PASSWORD } from "@twinlatch/testkit";
import { afterEach, expect, it } from "vitest";
import { EdgeBrowser } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const PRODUCTION = {
  TWINLATCH_MODE: "production",
  TWINLATCH_PUBLIC_URL: "https://id.example.org",
  TWINLATCH_SECRET_KEYS_FILE: "/etc/keys.json",
  TWINLATCH_SMTP_URL: "smtps://mail.example.org",
  TWINLATCH_SIGN_UP: "open",
};

let installation: EdgeInstallation;
afterEach(() => installation.close());

/** Somebody from the internet begins to sign up. */
async function begin(host: string) {
  const { email } = new EdgeBrowser(installation, "eve@example.org");
  const body = { email, password: TEST_PASSWORD };
  return new EdgeBrowser(installation).send("POST", "/sign-up", { body, headers: { host } });
}

it("an installation that was not set up is no stranger's: in production nobody signs up before", async () => {
  installation = await openEdgeInstallation({ env: PRODUCTION });
  const host = "id.example.org";
  const early = await begin(host);
  expect([early.statusCode, early.json<Problem>().code]).toEqual([403, "sign_up_closed"]);
  expect(installation.mails).toEqual([]);
  await setUpInstallation(installation.deps, {
    email: "ada@example.org",
    password: "a rainy walk by the sea",
    origin: TEST_ORIGIN,
  });
  expect((await begin(host)).statusCode).toBe(202);
});

it("in development the first who signs up administers the installation", async () => {
  installation = await openEdgeInstallation();
  await new EdgeBrowser(installation).signUp();
  expect(installation.rows.all()["account"]).toMatchObject([{ is_installation_admin: 1 }]);
});
