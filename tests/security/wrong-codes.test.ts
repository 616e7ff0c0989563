import type { Challenge } from "@twinlatch/api-contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tellingOf } from "./answers-alike.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

type Authenticator = Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;

let installation: EdgeInstallation;
let ada: EdgeBrowser;
let phone: Authenticator;
let evesPhone: Authenticator;

beforeEach(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
  phone = await ada.addAuthenticator();
  const eve = new EdgeBrowser(installation, "eve@example.org");
  await eve.signUp();
  evesPhone = await eve.addAuthenticator();
});
afterEach(() => installation.close());

/** What a wrong code can have in common with a right one. */
function wrongCodes({ code }: Pick<Authenticator, "code">): Readonly<Record<string, string>> {
  const right = code();
  const change = (digit: string) => String((Number(digit) + 5) % 10);
  const keep = (digits: number) =>
    [...right].map((digit, index) => (index < digits ? digit : change(digit))).join("");
  return {
    "no digit right": keep(0),
    "the first digit right": keep(1),
    "all digits right but the last": keep(5),
    "right a minute ago": code(-2),
    "right in a minute": code(2),
    "right an hour ago": code(-120),
    "right for somebody else": evesPhone.code(),
  };
}

async function tell(answer: (code: string) => ReturnType<EdgeBrowser["send"]>) {
  const told = new Set<string>();
  for (const code of Object.values(wrongCodes(phone))) {
    told.add(tellingOf(expectStatus(await answer(code), 401)));
  }
  return told;
}

const wrong = (code: string) => ({ kind: "totp", factorId: phone.factorId, code });

describe("a wrong code is told by the same bytes as any other", () => {
  it("R-016: at sign-in", async () => {
    const told = await tell(async (code) => {
      const stranger = new EdgeBrowser(installation);
      const first = expectStatus(await stranger.signIn(), 200);
      const { challenge } = first.json<{ challenge: Challenge }>();
      return stranger.send("POST", `/challenges/${challenge.id}/verify`, { body: wrong(code) });
    });
    expect(told.size).toBe(1);
  });

  it("R-016: for a fresh proof", async () => {
    const told = await tell(async (code) => {
      const demanded = expectStatus(await ada.send("POST", "/account/recovery-codes"), 401);
      const { challenge } = demanded.json<{ challenge: Challenge }>();
      return ada.send("POST", `/challenges/${challenge.id}/verify`, { body: wrong(code) });
    });
    expect(told.size).toBe(1);
  });

  it("R-016: for a new authenticator", async () => {
    const label = { body: { label: "Tablet" } };
    const enrolled = expectStatus(
      await ada.sendProved("POST", "/account/factors/totp", label, phone.answer()),
      201,
    ).json<{ factor: { id: string }; secret: string }>();
    const told = await tell((code) =>
      ada.send("POST", `/account/factors/${enrolled.factor.id}/confirm`, { body: { code } }),
    );
    expect(told.size).toBe(1);
  });

  it("R-016: for an authenticator that is somebody else's, gone, or never was", async () => {
    const told = new Set<string>();
    for (const factorId of [evesPhone.factorId, `fac_${"a".repeat(26)}`]) {
      const stranger = new EdgeBrowser(installation);
      const first = expectStatus(await stranger.signIn(), 200);
      const { challenge } = first.json<{ challenge: Challenge }>();
      for (const code of [phone.code(), evesPhone.code(), phone.wrongCode()]) {
        const body = { kind: "totp", factorId, code };
        const path = `/challenges/${challenge.id}/verify`;
        told.add(tellingOf(expectStatus(await stranger.send("POST", path, { body }), 404)));
      }
    }
    expect(told.size).toBe(1);
  });

  it("R-016: before the password nothing is told at all", async () => {
    const stranger = new EdgeBrowser(installation);
    const told = new Set<string>();
    for (const id of [`chl_${"a".repeat(26)}`, "chl_x"]) {
      for (const code of [phone.code(), phone.wrongCode()]) {
        const answer = await stranger.send("POST", `/challenges/${id}/verify`, {
          body: wrong(code),
        });
        told.add(tellingOf(expectStatus(answer, 401)));
      }
    }
    expect(told.size).toBe(1);
  });
});
