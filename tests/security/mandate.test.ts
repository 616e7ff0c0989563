import type { Problem, SecurityView } from "@twinlatch/api-contract";
import type { Mandate } from "@twinlatch/verifier";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const ACME: Mandate = { projectId: "prj_acme", name: "Acme", role: "owner" };
let installation: EdgeInstallation;

beforeAll(async () => {
  const mandates = { list: async () => [ACME] };
  installation = await openEdgeInstallation({ wrapRules: (rules) => ({ ...rules, mandates }) });
});
afterAll(() => installation.close());

it("two-factor authentication that a project requires says who, and is neither turned off nor lost", async () => {
  const ada = new EdgeBrowser(installation);
  await ada.signUp();
  const phone = await ada.addAuthenticator();
  const view = async () =>
    expectStatus(await ada.send("GET", "/account/security"), 200).json<SecurityView>();
  expect(await view()).toMatchObject({ twoFactor: "enabled", requiredBy: [ACME] });
  const off = await ada.send("PUT", "/account/sign-in-setting", { body: { value: "off" } });
  const removed = await ada.send("DELETE", `/account/factors/${phone.factorId}`);
  for (const refused of [off, removed]) {
    expect(refused.statusCode).toBe(409);
    expect(refused.json<Problem>().code).toBe("required_by_policy");
  }
  expect(await view()).toMatchObject({ twoFactor: "enabled", signInSetting: "every_time" });
});
