import { expect, it } from "vitest";
import { phoneLabel } from "./phone-label.ts";

it("tells a second phone from the first", () => {
  expect(phoneLabel([])).toBe("Phone");
  expect(phoneLabel(["Phone"])).toBe("Phone 2");
  expect(phoneLabel(["Phone 2", "Phone", "iPhone"])).toBe("Phone 3");
});
