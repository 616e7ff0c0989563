import {
  answerSignIn,
  beginPasswordReset,
  changePassword,
  completePasswordReset,
  demandOf,
  type SecondStepDone,
} from "@twinlatch/accounts";
import { AccountScenario, granted, TEST_ORIGIN } from "@twinlatch/testkit";
import { TIMES } from "./habits.ts";
import { type Browser, type Person, type Scene, setUpPhone, shownCode } from "./person.ts";
import { correctClock, enterPassword } from "./sign-in.ts";

/** Codes that somebody types in one dialog before asking for help. */
const MAX_TRIES = 3;

/** The phone is gone: in with a recovery code, a new phone, the old one removed. */
export async function replaceLostPhone(
  scene: Scene,
  person: Person,
  browser: Browser,
): Promise<"back" | "kept_out"> {
  const { installation, dice, tally } = scene;
  const { clock, deps } = installation;
  const begunAtMillis = clock.nowMillis();
  tally.lostPhones += 1;
  const step = await enterPassword(scene, person, browser);
  if (step === undefined) return "kept_out";
  clock.advance(TIMES.chooseAnotherWay + TIMES.findRecoveryCodes);
  const { recoveryCodes, email } = person.account;
  const [code] = recoveryCodes;
  if (code === undefined) throw new Error("There are no recovery codes left");
  let done: SecondStepDone | undefined;
  while (done === undefined) {
    clock.advance(TIMES.typeRecoveryCode);
    // The slot and sixteen letters: longer than a code, and wrong as often for each letter.
    const typed = dice.happens(2 * person.errorRate) ? wrongLetter(code) : code;
    const answer = { ...step, kind: "recovery_code", code: typed, origin: TEST_ORIGIN } as const;
    const answered = await answerSignIn(deps, { ...answer, browserTokens: browser.tokens });
    if (answered.outcome === "signed_in") done = answered;
    else if (answered.reason !== "invalid_code") return "kept_out";
  }
  recoveryCodes.shift();
  const session = new AccountScenario(installation, email, {
    ...done,
    browserTokens: browser.tokens,
  });
  clock.advance(TIMES.setUpPhone);
  const lostFactorId = person.phone.factorId;
  const { phone, authenticator } = await setUpPhone(scene, session, "New phone");
  tally.lostPhoneMillis.push(clock.nowMillis() - begunAtMillis);
  person.phone = phone;
  if (!browser.isForgetful) browser.tokens = session.browserTokens;
  const act = { action: "account.factor.remove", target: lostFactorId };
  await session.removeFor(await session.prove(session.demand(act), authenticator), lostFactorId);
  clock.advance(TIMES.readCode + 30_000);
  return "back";
}

function wrongLetter(code: string): string {
  const last = code.at(-1) === "7" ? "8" : "7";
  return code.slice(0, -1) + last;
}

/** A retired password: signed in from a known browser, a new one is chosen at once. */
export async function chooseNewPassword(
  scene: Scene,
  person: Person,
  browser: Browser,
  done: SecondStepDone,
): Promise<void> {
  const { clock, deps } = scene.installation;
  const { account, phone } = person;
  const session = new AccountScenario(scene.installation, account.email, {
    ...done,
    browserTokens: browser.tokens,
  });
  const newPassword = newPasswordAfter(account.password);
  const act = { action: "account.password.change", target: done.session.accountId };
  const bare = demandOf(session.session, { ...act, paramsHash: "new" });
  clock.advance(TIMES.choosePassword);
  const challengeId = await session.openStepUp(bare);
  // The code that signed in is spent: the next one proves.
  clock.advance(Math.max(TIMES.readCode, 30_000 - (clock.nowMillis() % 30_000)));
  const app = {
    factorId: phone.factorId,
    code: () => shownCode(scene, phone),
    wrongCode: () => "",
  };
  let answered = await session.answerStepUp(challengeId, app);
  for (let tries = 1; answered.outcome === "refused" && tries < MAX_TRIES; tries += 1) {
    // What a clock shows that is about half a minute wrong is right now and then.
    correctClock(scene, person);
    clock.advance(30_000);
    answered = await session.answerStepUp(challengeId, app);
  }
  const approved = granted(answered);
  await session.follow(approved.sessionToken);
  const demand = { ...demandOf(session.session, bare.act), proofToken: approved.proof.token };
  granted(await changePassword(deps, { demand, newPassword, origin: TEST_ORIGIN }));
  afterChange(person, newPassword);
}

/** Kept out in a browser nobody knows, by somebody who has the password: a new one by mail. */
export async function resetPassword(scene: Scene, person: Person): Promise<void> {
  const { clock, deps, mails } = scene.installation;
  const { account } = person;
  const newPassword = newPasswordAfter(account.password);
  const addressBlock = TEST_ORIGIN.ip + account.email;
  const input = { email: account.email, addressBlock, origin: TEST_ORIGIN };
  granted(await beginPasswordReset(deps, input));
  clock.advance(TIMES.readMail + TIMES.choosePassword);
  const mail = mails.findLast(({ to, text }) => to === account.email && /twl_reset_/.test(text));
  const token = /twl_reset_[a-z2-7]+/.exec(mail?.text ?? "")?.[0] ?? "";
  const reset = { token, newPassword, addressBlock, origin: TEST_ORIGIN };
  granted(await completePasswordReset(deps, reset));
  afterChange(person, newPassword);
}

function newPasswordAfter(password: string): string {
  const [base = "", number = "0"] = password.split(" no. ");
  return `${base} no. ${Number(number) + 1}`;
}

/** No browser is known any more, and whoever had the old password has nothing. */
function afterChange({ account, browsers }: Person, newPassword: string): void {
  account.password = newPassword;
  account.hasThief = false;
  for (const browser of browsers) browser.tokens = [];
}
