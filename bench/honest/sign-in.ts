import { answerSignIn, type SecondStepDone, signIn } from "@twinlatch/accounts";
import { TEST_ORIGIN } from "@twinlatch/testkit";
import { HABITS, TIMES } from "./habits.ts";
import { type Browser, driftOf, type Person, type Scene, shownCode } from "./person.ts";

/** Wrong passwords after which somebody would ask for a new one; nobody gets there by typing errors. */
const MAX_TRIES = 12;
const STEP_MILLIS = 30_000;
const SLOW_HAND_MILLIS = [30_000, 120_000] as const;

/** How a sign-in ended: signed in, or kept out by what. */
export interface Arrival {
  readonly done?: SecondStepDone;
  readonly keptOutBy?: "budget" | "disabled";
  readonly hadTrouble: boolean;
  readonly spentMillis: number;
}

interface Step {
  readonly challengeId: string;
  readonly ticket: string;
  readonly offered: string | null;
}

/** Signs a person in with their phone, as often as it takes. */
export async function signInWithPhone(
  scene: Scene,
  person: Person,
  browser: Browser,
): Promise<Arrival> {
  const { clock } = scene.installation;
  const begunAtMillis = clock.nowMillis();
  let mistakes = 0;
  const end = (rest: Pick<Arrival, "done" | "keptOutBy">): Arrival => ({
    ...rest,
    hadTrouble: mistakes > 0,
    spentMillis: clock.nowMillis() - begunAtMillis,
  });
  let step = await enterPassword(scene, person, browser);
  if (step === undefined) return end({ keptOutBy: "budget" });
  if (step.offered !== person.phone.factorId) clock.advance(TIMES.chooseAnotherWay);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const answered = await enterCode(scene, person, browser, step);
    if (answered.outcome === "signed_in") return end({ done: answered });
    mistakes += 1;
    const { reason } = answered;
    if (reason === "too_many_attempts") return end({ keptOutBy: "budget" });
    if (reason === "not_found") return end({ keptOutBy: "disabled" });
    if (reason === "code_already_used") clock.advance(STEP_MILLIS);
    if (mistakes >= 2) correctClock(scene, person);
    if (reason !== "challenge_closed") continue;
    step = await enterPassword(scene, person, browser);
    if (step === undefined) return end({ keptOutBy: "budget" });
  }
  throw new Error("A person types nothing but errors");
}

/** Enters the password until it is right; undefined when there are too many tries. */
export async function enterPassword(
  { installation, dice }: Scene,
  { account, errorRate }: Person,
  browser: Browser,
): Promise<Step | undefined> {
  const { clock, deps } = installation;
  for (;;) {
    clock.advance(TIMES.typePassword);
    const password = dice.happens(errorRate) ? `${account.password}x` : account.password;
    const first = await signIn(deps, {
      email: account.email,
      password,
      addressBlock: TEST_ORIGIN.ip + account.email,
      browserTokens: browser.tokens,
      origin: TEST_ORIGIN,
    });
    if (first.outcome === "second_step") {
      const { challenge, defaultFactorId } = first.described;
      return { challengeId: challenge.id, ticket: first.ticket, offered: defaultFactorId };
    }
    if (first.outcome === "signed_in") throw new Error("The password alone was enough");
    if (first.reason === "too_many_attempts") return undefined;
  }
}

async function enterCode(scene: Scene, person: Person, browser: Browser, step: Step) {
  const { installation, dice, tally } = scene;
  const { clock, deps } = installation;
  clock.advance(TIMES.readCode);
  const shown = shownCode(scene, person.phone);
  const isSlow = dice.happens(HABITS.slowHands);
  clock.advance(isSlow ? Math.round(dice.between(SLOW_HAND_MILLIS)) : TIMES.readAgain);
  const answer = {
    challengeId: step.challengeId,
    ticket: step.ticket,
    kind: "totp",
    factorId: person.phone.factorId,
    code: dice.happens(person.errorRate) ? dice.mistype(shown) : shown,
    browserTokens: browser.tokens,
    origin: TEST_ORIGIN,
  } as const;
  const isTwice = dice.happens(HABITS.doubleClicks);
  const sent = await Promise.all(
    Array.from({ length: isTwice ? 2 : 1 }, () => answerSignIn(deps, answer)),
  );
  tally.codes += sent.length;
  tally.wrongCodes += sent.filter(
    (each) => "reason" in each && each.reason === "invalid_code",
  ).length;
  const done = sent.find((each) => each.outcome === "signed_in") ?? sent[0];
  if (done === undefined) throw new Error("Nothing was sent");
  if (isTwice) {
    tally.doubleClicks += 1;
    const isRefused = "reason" in done && done.reason === "code_already_used";
    tally.doubleClicksRefused += Number(isRefused);
  }
  if (done.outcome === "signed_in") keepToken(scene, browser, done);
  return done;
}

/** The browser keeps what it is recognised by, unless it forgets everything. */
export function keepToken({ tally }: Scene, browser: Browser, done: SecondStepDone): void {
  if (done.browserHandover === undefined) return;
  if (done.browserHandover.replacesDigest === undefined) tally.newBrowserNotices += 1;
  if (!browser.isForgetful) browser.tokens = [done.browserHandover.token];
}

/** Whoever fails twice reads what helps: the phone's clock. */
export function correctClock({ installation: { clock }, tally }: Scene, { phone }: Person): void {
  const nowMillis = clock.nowMillis();
  if (Math.abs(driftOf(phone, nowMillis)) < STEP_MILLIS) return;
  clock.advance(TIMES.correctClock);
  phone.rightAtMillis = clock.nowMillis();
  tally.slowClocks += 1;
}
