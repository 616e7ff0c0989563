import type { SecurityView } from "@twinlatch/client";
import { expect, it } from "vitest";
import { settingOptions } from "./setting-options.ts";

const security: SecurityView = {
  twoFactor: "disabled",
  signInSetting: "off",
  factors: [],
  recoveryCodes: null,
  textMessages: { channels: [], countries: null },
  requiredBy: [],
};

it("says why nothing but off can be chosen before there is a way to get a code", () => {
  expect(settingOptions(security)).toEqual([
    { value: "off", label: "Off — password only", forbiddenBecause: undefined },
    {
      value: "every_time",
      label: "Every time I sign in",
      forbiddenBecause: "Add a way to get a code first.",
    },
    {
      value: "once_per_device",
      label: "Once per device — ask again after 30 days",
      forbiddenBecause: "Add a way to get a code first.",
    },
  ]);
});

it("names the project that forbids to switch off", () => {
  const requiredBy = [{ projectId: "prj_1", name: "Acme", role: "owner" }];
  expect(settingOptions({ ...security, requiredBy })[0]?.forbiddenBecause).toBe(
    "Your project Acme requires this.",
  );
});
