import { expect, it } from "vitest";
import { deviceText } from "./device-text.ts";

it.each([
  ["Firefox", "Windows", "Firefox on Windows"],
  ["Firefox", null, "Firefox"],
  [null, "iPhone", "iPhone"],
  [null, null, "Unknown browser"],
])("calls %s on %s %s", (browser, system, text) => {
  expect(deviceText({ browser, system })).toBe(text);
});
