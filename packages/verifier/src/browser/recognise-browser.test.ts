import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  type TestAuthenticator,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeChallenge } from "../challenge/describe-challenge.ts";
import { boundToTicket } from "../step-up/spend-proof.ts";
import { BROWSER_MILLIS, BROWSER_RENEWAL_MILLIS, MAX_BROWSERS } from "./browser.ts";
import { findBrowser, keepBrowser } from "./recognise-browser.ts";

const HOUR = 60 * 60_000;
const STEP = 30_000;

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("browsers");
});
afterAll(() => installation.close());
beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
});

const signIn = async (browser: AccountScenario, code = phone.code()) =>
  browser.answer(await browser.beginSignIn(), phone, code);

/** Guesses wrong until nothing is compared any more; returns how often it was. */
async function exhaust(browser: AccountScenario): Promise<number> {
  for (let guesses = 0; ; ) {
    const step = await browser.beginSignIn();
    for (let each = 0; each < 5; each += 1) {
      const ended = await browser.answer(step, phone, phone.wrongCode());
      if (ended.outcome !== "refused" || ended.reason !== "invalid_code") return guesses;
      guesses += 1;
    }
  }
}

async function isRecognised(browser: AccountScenario): Promise<boolean> {
  const before = await browser.counted();
  await browser.answer(await browser.beginSignIn(), phone, phone.wrongCode());
  return (await browser.counted()) > before;
}

function mailsToAda(): number {
  return installation.rows.all()["notice"]?.length ?? 0;
}

describe("a recognised browser", () => {
  it("R-039: signs in while a stranger with the password has used up every try", async () => {
    const stranger = ada.stranger();
    expect(await exhaust(stranger)).toBe(10);
    expect(await signIn(stranger)).toMatchObject({ reason: "too_many_attempts" });
    expect(await signIn(ada)).toMatchObject({ outcome: "signed_in" });
    installation.clock.advance(STEP);
    expect(await signIn(stranger)).toMatchObject({ reason: "too_many_attempts" });
  });

  it("R-033: has a budget of the same size, pooled over all of them and all doors", async () => {
    const laptop = await ada.elsewhere(phone);
    const challengeId = await ada.openStepUp(ada.demand({ action: "account.factor.add" }));
    for (let each = 0; each < 4; each += 1) {
      await ada.answerStepUp(challengeId, phone, phone.wrongCode());
    }
    expect(await exhaust(laptop)).toBe(6);
    expect(await signIn(ada)).toMatchObject({ reason: "too_many_attempts" });
    // And what is spent there is not spent for others.
    expect(await ada.counted("code")).toBe(0);
  });

  it("R-033: never replaces the second step", async () => {
    const step = await ada.beginSignIn();
    expect(step.ticket).toMatch(/^twl_ticket_/);
  });

  it("R-039: is one in which a second step was completed, not one that only has the password", async () => {
    const stranger = ada.stranger();
    await signIn(stranger, phone.wrongCode());
    expect(stranger.browserTokens).toEqual([]);
    granted(await signIn(stranger));
    expect(stranger.browserTokens).toHaveLength(1);
    expect(await isRecognised(stranger)).toBe(true);
  });

  it("R-031: is not made by a recovery code", async () => {
    const rescued = await ada.recover(recoveryCodes[0] ?? "");
    expect(rescued.browserTokens).toEqual([]);
    expect(await isRecognised(rescued)).toBe(false);
  });

  it("R-039: is recognised for its own account alone, among the tokens of several", async () => {
    const { ada: eve, phone: evesPhone } = await openTrial(installation);
    const shared = ada.stranger();
    shared.browserTokens = eve.browserTokens;
    expect(await isRecognised(shared)).toBe(false);
    shared.browserTokens = [...eve.browserTokens, ...ada.browserTokens];
    expect(await isRecognised(shared)).toBe(true);
    expect(await eve.answer(await eve.beginSignIn(), evesPhone)).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("is looked for among five tokens at most", async () => {
    const crowded = ada.stranger();
    const others = Array.from({ length: 5 }, (_, index) => `twl_browser_${index}`);
    crowded.browserTokens = [...others, ...ada.browserTokens];
    expect(await isRecognised(crowded)).toBe(false);
    crowded.browserTokens = [...others.slice(1), ...ada.browserTokens];
    expect(await isRecognised(crowded)).toBe(true);
  });

  it("keeps its token for a day; the next sign-in replaces it, and a copy is dead", async () => {
    const copy = ada.stranger();
    copy.browserTokens = ada.browserTokens;
    // The clock moved on one step since the phone was confirmed in it.
    installation.clock.advance(BROWSER_RENEWAL_MILLIS - STEP - 1);
    granted(await signIn(ada));
    expect(ada.browserTokens).toEqual(copy.browserTokens);
    installation.clock.advance(1);
    granted(await signIn(ada, phone.code(1)));
    expect(ada.browserTokens).toEqual([expect.stringMatching(/^twl_browser_[a-z2-7]{52}$/)]);
    expect(ada.browserTokens).not.toEqual(copy.browserTokens);
    expect(await isRecognised(copy)).toBe(false);
    expect(await isRecognised(ada)).toBe(true);
  });

  it("is written down for another factor alone, until a day has passed", async () => {
    const { factorId } = phone;
    const { browserTokens, subject } = ada;
    const nowMillis = installation.clock.nowMillis();
    const written: string[] = [];
    const deps = watchPorts(installation.deps, (call) => {
      if (/^stores\.browsers\.(replace|insert)/.test(call)) written.push(call);
      return "done";
    });
    const keep = (used: string) =>
      deps.unitOfWork.write(async (stores) => {
        const browser = await findBrowser(deps, stores, { subject, browserTokens, nowMillis });
        return keepBrowser(deps, stores, { subject, browser, factorId: used, nowMillis });
      });
    expect(await keep(factorId)).toEqual({ isNew: false });
    expect(written).toEqual([]);
    expect(await keep("fac_other")).toEqual({ isNew: false });
    expect(written).toEqual(["stores.browsers.replace"]);
  });

  it("is forgotten 90 days after its last renewal", async () => {
    const issued = ada.browserTokens;
    installation.clock.advance(BROWSER_MILLIS - STEP - 1);
    expect(await isRecognised(ada)).toBe(true);
    installation.clock.advance(1);
    expect(await isRecognised(ada)).toBe(false);
    granted(await signIn(ada));
    expect(ada.browserTokens).not.toEqual(issued);
  });

  it("is replaced once when two tabs sign in together, and neither fails", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    installation.clock.advance(BROWSER_RENEWAL_MILLIS);
    const [one, two] = [ada.through(installation.deps), ada.through(installation.deps)];
    const steps = [await one.beginSignIn(), await two.beginSignIn()] as const;
    const before = new Set(ada.browserTokens);
    await Promise.all([one.answer(steps[0], phone), two.answer(steps[1], tablet)]).then((ended) =>
      expect(ended.map(({ outcome }) => outcome)).toEqual(["signed_in", "signed_in"]),
    );
    const renewed = [one, two].filter((each) => !before.has(each.browserTokens[0] ?? ""));
    expect(renewed).toHaveLength(1);
    expect(await isRecognised(renewed[0]!)).toBe(true);
  });

  it("is one of twenty: the one recognised longest ago goes first", async () => {
    for (let each = 1; each < MAX_BROWSERS; each += 1) {
      await ada.elsewhere(phone);
      installation.clock.advance(STEP);
    }
    expect(await isRecognised(ada)).toBe(true);
    await ada.elsewhere(phone);
    expect(await isRecognised(ada)).toBe(false);
  });

  it("R-086: is announced when it is new, and only then", async () => {
    const before = mailsToAda();
    granted(await signIn(ada));
    expect(mailsToAda()).toBe(before);
    installation.clock.advance(STEP);
    const laptop = await ada.elsewhere(phone);
    expect(mailsToAda()).toBe(before + 1);
    installation.clock.advance(HOUR);
    granted(await signIn(laptop));
    expect(mailsToAda()).toBe(before + 1);
  });
});

describe("the way offered first", () => {
  it("is the authenticator last used in that browser, while the account has it", async () => {
    const { deps } = installation;
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const laptop = await ada.elsewhere(tablet);
    installation.clock.advance(STEP);
    const offered = async (browser: AccountScenario) => {
      const { challengeId, ticket } = await browser.beginSignIn();
      const boundTo = boundToTicket(deps.tokenHash.digest(ticket));
      const { browserTokens } = browser;
      const input = { challengeId, boundTo, browserTokens };
      return granted(await describeChallenge(deps, input)).described.defaultFactorId;
    };
    expect(await offered(laptop)).toBe(tablet.factorId);
    expect(await offered(ada.stranger())).toBe(phone.factorId);
    granted(await laptop.answer(await laptop.beginSignIn(), phone));
    expect(await offered(laptop)).toBe(phone.factorId);
    installation.clock.advance(STEP);
    granted(await laptop.answer(await laptop.beginSignIn(), tablet));
    expect(await offered(laptop)).toBe(tablet.factorId);

    installation.clock.advance(STEP);
    const act = { action: "account.factor.remove", target: tablet.factorId };
    await laptop.removeFor(await laptop.prove(laptop.demand(act), phone), tablet.factorId);
    expect(await offered(laptop)).toBe(phone.factorId);
  });
});
