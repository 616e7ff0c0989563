import { expect, it } from "vitest";
import { appLabel } from "./app-label.ts";

const app = (label: string, status: "active" | "suspended" | "pending" = "active") => ({
  label,
  status,
});

it("tells a second app from the first", () => {
  expect(appLabel([])).toBe("Authenticator app");
  expect(appLabel([app("iPhone")])).toBe("Authenticator app");
  expect(appLabel([app("Authenticator app")])).toBe("Authenticator app 2");
  expect(appLabel([app("Authenticator app 2"), app("Authenticator app", "suspended")])).toBe(
    "Authenticator app 3",
  );
});

it("gives the name of a set-up that was begun to the one that takes its place", () => {
  expect(appLabel([app("Authenticator app"), app("Authenticator app 2", "pending")])).toBe(
    "Authenticator app 2",
  );
});
