import { expect, it } from "vitest";
import { labelError } from "./factor-label.ts";

it.each(["iPhone", "  Work phone ", "Телефон 📱", "x".repeat(64), "<b>&amp;</b>"])(
  "takes %j",
  (label) => expect(labelError(label)).toBeNull(),
);

it.each([
  ["", "Enter a name"],
  ["   ", "Enter a name"],
  ["x".repeat(65), "Use up to 64 letters, numbers and signs"],
  ["a\u202Eb", "Use up to 64 letters, numbers and signs"],
  ["a\nb", "Use up to 64 letters, numbers and signs"],
])("says what is wrong with %j", (label, error) => expect(labelError(label)).toBe(error));
