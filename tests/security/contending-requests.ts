import { changePassword, deleteAccount, revokeOtherSessions } from "@twinlatch/accounts";
import {
  type AccountScenario,
  answerByText,
  askForCode,
  granted,
  readCode,
  TEST_ORIGIN,
  TEST_PASSWORD,
} from "@twinlatch/testkit";
import { changeFactor, removeFactor, revokeAllTrustedDevices } from "@twinlatch/verifier";
import { type ContendedAccount, STEP_MILLIS } from "./contended-account.ts";

const origin = TEST_ORIGIN;

/** Gets ready what a request needs; brings the request, which is then made with pauses. */
type Prepare = (account: ContendedAccount) => Promise<() => Promise<unknown>>;

/** What is asked for at the same moment, by an account's owner and by strangers. */
export const REQUESTS = {
  "a right code": answer(knownBrowser, ({ tablet }) => tablet.code()),
  "a wrong code": answer(knownBrowser, ({ tablet }) => tablet.wrongCode()),
  "a stranger's wrong code": answer(strangersBrowser, ({ tablet }) => tablet.wrongCode()),
  "a slow clock's code": answer(strangersBrowser, ({ tablet }) => tablet.code(-3)),
  "a right texted code": async (account) => {
    const { installation, phone } = account;
    const browser = knownBrowser(account);
    const step = await browser.beginSignIn();
    const sent = granted(await askForCode(installation.hurried, step, phone));
    const code = await readCode(installation.hurried, sent);
    return () => answerByText(installation.unhurried, browser, step, { ...phone, code });
  },
  "a wrong texted code": async (account) => {
    const { installation, phone } = account;
    const browser = knownBrowser(account);
    const step = await browser.beginSignIn();
    return () => answerByText(installation.unhurried, browser, step, { ...phone, code: "000000" });
  },
  "a text": async ({ ada, installation, phone }) => {
    const step = await ada.stranger().beginSignIn();
    // Longer than the pause after the one before.
    installation.hurried.clock.advance(4 * STEP_MILLIS);
    return () => askForCode(installation.unhurried, step, phone);
  },
  "a recovery code": async (account) => {
    const browser = knownBrowser(account);
    const step = await browser.beginSignIn();
    const [code = ""] = account.recoveryCodes;
    return () => pausing(account, browser).answerWithRecoveryCode(step, code);
  },
  "a step-up": async (account) => {
    const { ada, app, installation } = account;
    installation.hurried.clock.advance(STEP_MILLIS);
    const challengeId = await ada.openStepUp(ada.demand({ action: "account.password.change" }));
    return () => pausing(account, ada).answerStepUp(challengeId, app);
  },
  "the app as the default": prefer(({ app }) => app),
  "the tablet as the default": prefer(({ tablet }) => tablet),
  "the phone as the default": prefer(({ phone }) => phone),
  "a removal": async (account) => {
    const { ada, app, installation } = account;
    installation.hurried.clock.advance(STEP_MILLIS);
    const { factorId } = (await ada.addAuthenticator("Spare", app)).authenticator;
    const demand = await prove(account, "account.factor.remove", factorId);
    const { accountId, id } = ada.session;
    return () =>
      removeFactor(
        installation.unhurried.deps,
        { demand, factorId, origin },
        async ({ browsers, sessions }) => {
          await sessions.removeOthers(accountId, id);
          await browsers.forget(ada.subject);
        },
      );
  },
  "a new password": async (account) => {
    const demand = await prove(account, "account.password.change");
    const input = { demand, newPassword: TEST_PASSWORD, origin };
    return () => changePassword(account.installation.unhurried.deps, input);
  },
  "the end of other sessions": async ({ ada: { session }, installation }) => {
    return () => revokeOtherSessions(installation.unhurried.deps, { session, origin });
  },
  "the end of all trust": async ({ ada: { session, subject }, installation }) => {
    const input = { subject, sessionId: session.id, origin };
    return () => revokeAllTrustedDevices(installation.unhurried.deps, input);
  },
  "a trusted sign-in": async (account) => () => pausing(account, account.ada).signIn(),
  "trust in a device": async (account) => {
    const { ada, tablet } = account;
    const browser = knownBrowser(account);
    const step = await browser.beginSignIn();
    browser.deviceTokens = ada.deviceTokens;
    return () => pausing(account, browser).answer(step, tablet, tablet.code(), true);
  },
  "a thief's sign-in": async (account) => {
    const { ada, installation } = account;
    const thief = ada.stranger();
    thief.deviceTokens = ada.deviceTokens;
    await ada.signIn();
    // Longer than a token is taken after it was replaced.
    installation.hurried.clock.advance(STEP_MILLIS);
    return () => pausing(account, thief).signIn();
  },
  "the end of the account": async (account) => {
    const demand = await prove(account, "account.delete");
    return () => deleteAccount(account.installation.unhurried.deps, { demand, origin });
  },
} as const satisfies Readonly<Record<string, Prepare>>;

export type RequestName = keyof typeof REQUESTS;

/** Answers the second step of a sign-in with a code of the tablet. */
function answer(
  browserOf: (account: ContendedAccount) => AccountScenario,
  codeOf: (account: ContendedAccount) => string,
): Prepare {
  return async (account) => {
    const browser = browserOf(account);
    const step = await browser.beginSignIn();
    return () => pausing(account, browser).answer(step, account.tablet, codeOf(account));
  };
}

function prefer(choose: (account: ContendedAccount) => { readonly factorId: string }): Prepare {
  return async (account) => {
    const { session, subject } = account.ada;
    const { factorId } = choose(account);
    const input = { subject, sessionId: session.id, factorId, makeDefault: true, origin };
    return () => changeFactor(account.installation.unhurried.deps, input);
  };
}

function pausing({ installation }: ContendedAccount, browser: AccountScenario): AccountScenario {
  return browser.through(installation.unhurried.deps);
}

/** Where the account is known, and no device is trusted. */
function knownBrowser({ ada }: ContendedAccount): AccountScenario {
  const browser = ada.stranger();
  browser.browserTokens = ada.browserTokens;
  return browser;
}

function strangersBrowser({ ada }: ContendedAccount): AccountScenario {
  return ada.stranger();
}

function prove({ ada, app, installation }: ContendedAccount, action: string, target = "account") {
  installation.hurried.clock.advance(STEP_MILLIS);
  return ada.prove(ada.demand({ action, target }), app);
}
