import {
  type AccountsStores,
  answerSignIn,
  answerStepUp,
  beginSignUp,
  demandOf,
  findSession,
  raiseSession,
  type Session,
  signIn,
  subjectOf,
  verifySignUp,
} from "@twinlatch/accounts";
import {
  type ApprovedAct,
  type BrowserHandover,
  confirmTotp,
  enrolTotp,
  findBrowser,
  keepBrowser,
  type Lane,
  type Origin,
  openStepUp,
  removeFactor,
  type SignInSetting,
  type StepUpDemand,
  type Subject,
  setSignInSetting,
} from "@twinlatch/verifier";
import { type TestAuthenticator, testAuthenticator } from "./test-authenticator.ts";
import type { TestInstallation } from "./test-installation.ts";

export const TEST_ORIGIN: Origin = {
  ip: "192.0.2.7",
  userAgent: "Test browser",
  requestId: "request-1",
};
export const TEST_PASSWORD = "a sunny walk by the lake";

/** The ticket of a sign-in that waits for its second step. */
export interface SecondStep {
  readonly challengeId: string;
  readonly ticket: string;
}

type Confirmed = Awaited<ReturnType<typeof confirmTotp<AccountsStores, string>>>;

/** An account signed in in one browser, and what a test does there. A set-up that is refused throws. */
export class AccountScenario {
  readonly #installation: TestInstallation;
  readonly email: string;
  session: Session;
  /** The session's current token. */
  token: string;
  /** What the browser is recognised by. */
  browserTokens: readonly string[];
  /** What the device is trusted by. */
  deviceTokens: readonly string[];

  constructor(
    installation: TestInstallation,
    email: string,
    signedIn: {
      session: Session;
      token: string;
      browserTokens?: readonly string[];
      browserHandover?: BrowserHandover | undefined;
      deviceTokens?: readonly string[] | undefined;
    },
  ) {
    this.#installation = installation;
    this.email = email;
    this.session = signedIn.session;
    this.token = signedIn.token;
    this.browserTokens = signedIn.browserTokens ?? [];
    this.deviceTokens = [];
    this.takeOver(signedIn);
  }

  get subject(): Subject {
    return subjectOf(this.session.accountId);
  }

  /** Holds from now on what an answer handed over for the browser. */
  takeOver({
    browserHandover,
    deviceTokens,
  }: {
    browserHandover?: BrowserHandover | undefined;
    deviceTokens?: readonly string[] | undefined;
  }): void {
    if (browserHandover !== undefined) this.browserTokens = [browserHandover.token];
    if (deviceTokens !== undefined) this.deviceTokens = deviceTokens;
  }

  /** The same account, as whoever knows its password sees it from a browser of their own. */
  stranger(): AccountScenario {
    return new AccountScenario(this.#installation, this.email, {
      session: this.session,
      token: this.token,
    });
  }

  /** How many guesses are counted against the account in a lane. */
  async counted(lane: Lane = "recognised_code"): Promise<number> {
    const { unitOfWork } = this.#installation.deps;
    const times = await unitOfWork.read((stores) => stores.attemptBudgets.list(this.subject, lane));
    return times.length;
  }

  /** The same browser, talking to the same installation through other ports. */
  through(deps: TestInstallation["deps"]): AccountScenario {
    return new AccountScenario({ ...this.#installation, deps }, this.email, this);
  }

  /** A demand for the act, with nothing to show for it yet. */
  demand(act: Partial<ApprovedAct> & Pick<ApprovedAct, "action">): StepUpDemand {
    return demandOf(this.session, { target: "account", paramsHash: "none", ...act });
  }

  /** Opens the step-up that a demand needs, or joins the one that it names; returns its challenge. */
  async openStepUp(demand: StepUpDemand): Promise<string> {
    const { challenge } = await openStepUp(this.#installation.deps, demand, TEST_ORIGIN);
    return challenge.id;
  }

  /** Opens one step-up for several demands, in their order; returns its challenge. */
  async openTogether([first, ...others]: readonly [
    StepUpDemand,
    ...StepUpDemand[],
  ]): Promise<string> {
    const challengeId = await this.openStepUp(first);
    for (const demand of others) await this.openStepUp({ ...demand, challengeId });
    return challengeId;
  }

  /** Answers a step-up, for its first act or so many, with the authenticator or else the password. */
  async answerStepUp(
    challengeId: string,
    authenticator?: TestAuthenticator,
    code: string = authenticator?.code() ?? TEST_PASSWORD,
    acts?: number,
  ): ReturnType<typeof answerStepUp> {
    return answerStepUp(this.#installation.deps, {
      challengeId,
      session: this.session,
      kind: authenticator ? "totp" : "password",
      factorId: authenticator?.factorId,
      code,
      acts,
      browserTokens: this.browserTokens,
      origin: TEST_ORIGIN,
    });
  }

  /** Opens the step-up, answers it with the authenticator or the password, and brings the proof. */
  async prove(demand: StepUpDemand, authenticator?: TestAuthenticator): Promise<StepUpDemand> {
    const challengeId = await this.openStepUp(demand);
    const approved = granted(await this.answerStepUp(challengeId, authenticator));
    await this.follow(approved.sessionToken);
    return { ...demand, proofToken: approved.proof.token };
  }

  /** Takes the session as it is behind its newest token. */
  async follow(sessionToken: string): Promise<void> {
    const signedIn = await findSession(this.#installation.deps, sessionToken);
    if (signedIn === undefined) throw new Error("The session has ended");
    this.session = signedIn.session;
    this.token = sessionToken;
  }

  /** Begins an enrolment for a demand that shows what it needs. */
  async enrolFor(demand: StepUpDemand, label = "Phone"): ReturnType<typeof enrolTotp> {
    return enrolTotp(this.#installation.deps, {
      demand,
      label,
      issuer: "Twinlatch",
      account: this.email,
      origin: TEST_ORIGIN,
    });
  }

  /** Begins an enrolment, proved by the given authenticator or else the password. */
  async enrol(
    label = "Phone",
    proving?: TestAuthenticator,
  ): Promise<TestAuthenticator & { secret: string; uri: string }> {
    const bare = this.demand({ action: "account.factor.add" });
    const demand = this.session.isRecovery ? bare : await this.prove(bare, proving);
    const { factor, secret, uri } = granted(await this.enrolFor(demand, label));
    return { ...testAuthenticator(this.#installation, factor.id, secret), secret, uri };
  }

  /** Confirms an enrolment of this session, which raises it. */
  async confirm(
    authenticator: TestAuthenticator,
    code: string = authenticator.code(),
  ): Promise<Confirmed> {
    const { deps } = this.#installation;
    const { session, subject } = this;
    const { factorId } = authenticator;
    const { browserTokens } = this;
    let browserHandover: BrowserHandover | undefined;
    const confirmed = await confirmTotp(
      deps,
      { subject, sessionId: session.id, factorId, code, origin: TEST_ORIGIN },
      async (stores, nowMillis) => {
        const proved = { amr: ["otp"], nowMillis, liftsRecovery: true };
        const token = await raiseSession(deps, stores, session, proved);
        const browser = await findBrowser(deps, stores, { subject, browserTokens, nowMillis });
        const used = { subject, browser, factorId, nowMillis };
        browserHandover = (await keepBrowser(deps, stores, used)).handover;
        return token;
      },
    );
    if (confirmed.outcome === "confirmed") this.takeOver({ browserHandover });
    return confirmed;
  }

  /** Enrols and confirms; the clock moves on one step, so that the next code is unspent. */
  async addAuthenticator(
    label = "Phone",
    proving?: TestAuthenticator,
  ): Promise<{ authenticator: TestAuthenticator; recoveryCodes: readonly string[] }> {
    const authenticator = await this.enrol(label, proving);
    const confirmed = granted(await this.confirm(authenticator));
    await this.follow(confirmed.granted);
    this.#installation.clock.advance(30_000);
    return { authenticator, recoveryCodes: confirmed.recoveryCodes ?? [] };
  }

  /** Removes an authenticator, for a demand that shows what it needs. */
  async removeFor(demand: StepUpDemand, factorId: string): ReturnType<typeof removeFactor> {
    const input = { demand, factorId, origin: TEST_ORIGIN };
    return removeFactor(this.#installation.deps, input, async () => undefined);
  }

  /** Chooses when to be asked for a second step, proved where that asks less often. */
  async choose(value: SignInSetting, proving?: TestAuthenticator): Promise<void> {
    const action =
      value === "off" ? "account.two_factor.disable" : "account.sign_in_setting.weaken";
    const bare = this.demand({ action });
    const demand = proving === undefined ? bare : await this.prove(bare, proving);
    const input = { demand, value, origin: TEST_ORIGIN };
    granted(await setSignInSetting(this.#installation.deps, input));
    if (proving !== undefined) this.#installation.clock.advance(30_000);
  }

  /** Signs in with the second step and trusts the device, for an account that is asked once per device. */
  async trustDevice(authenticator: TestAuthenticator): Promise<void> {
    const step = await this.beginSignIn();
    const done = granted(await this.answer(step, authenticator, authenticator.code(), true));
    if (done.trustedDevice === undefined) throw new Error("The device is not trusted");
    ({ session: this.session, token: this.token } = done);
    this.#installation.clock.advance(30_000);
  }

  /** Signs in with the password and what the device holds, as far as that leads. */
  async signIn(
    given: { readonly password?: string; readonly origin?: Origin } = {},
  ): ReturnType<typeof signIn> {
    const first = await signIn(this.#installation.deps, {
      email: this.email,
      password: given.password ?? TEST_PASSWORD,
      addressBlock: TEST_ORIGIN.ip,
      browserTokens: this.browserTokens,
      deviceTokens: this.deviceTokens,
      origin: given.origin ?? TEST_ORIGIN,
    });
    if (first.outcome !== "refused") this.takeOver(first);
    return first;
  }

  /** Signs in with the password as far as the second step. */
  async beginSignIn(): Promise<SecondStep> {
    const first = await this.signIn();
    if (first.outcome !== "second_step") throw new Error(`No second step: ${first.outcome}`);
    return { challengeId: first.described.challenge.id, ticket: first.ticket };
  }

  /** Answers a second step with a code of the authenticator. */
  async answer(
    step: SecondStep,
    authenticator: TestAuthenticator,
    code: string = authenticator.code(),
    trustDevice = false,
  ): ReturnType<typeof answerSignIn> {
    const answered = await answerSignIn(this.#installation.deps, {
      ...step,
      kind: "totp",
      factorId: authenticator.factorId,
      code,
      browserTokens: this.browserTokens,
      trustDevice,
      deviceTokens: this.deviceTokens,
      origin: TEST_ORIGIN,
    });
    if (answered.outcome === "signed_in") this.takeOver(answered);
    return answered;
  }

  /** Answers a second step with a recovery code. */
  async answerWithRecoveryCode(
    step: SecondStep,
    code: string,
    trustDevice = false,
  ): ReturnType<typeof answerSignIn> {
    const { browserTokens, deviceTokens } = this;
    const answer = {
      ...step,
      kind: "recovery_code",
      code,
      browserTokens,
      trustDevice,
      deviceTokens,
      origin: TEST_ORIGIN,
    } as const;
    return answerSignIn(this.#installation.deps, answer);
  }

  /** The same account in another browser, signed in with the password and, where asked, a code. */
  async elsewhere(authenticator?: TestAuthenticator): Promise<AccountScenario> {
    if (authenticator === undefined) {
      const first = await this.signIn();
      if (first.outcome !== "signed_in") throw new Error(`Not signed in: ${first.outcome}`);
      return new AccountScenario(this.#installation, this.email, first);
    }
    const browser = this.stranger();
    const done = granted(await browser.answer(await browser.beginSignIn(), authenticator));
    return new AccountScenario(this.#installation, this.email, done);
  }

  /** The same account in another browser, signed in with a recovery code. */
  async recover(code: string): Promise<AccountScenario> {
    const browser = this.stranger();
    const done = granted(await browser.answerWithRecoveryCode(await browser.beginSignIn(), code));
    return new AccountScenario(this.#installation, this.email, done);
  }
}

/** Signs up and in. */
export async function signUpAccount(
  installation: TestInstallation,
  email = "ada@example.org",
): Promise<AccountScenario> {
  const { deps, mails } = installation;
  const begun = granted(
    await beginSignUp(deps, {
      email,
      password: TEST_PASSWORD,
      addressBlock: TEST_ORIGIN.ip,
      origin: TEST_ORIGIN,
    }),
  );
  const code = /[0-9]{6}/.exec(mails.at(-1)?.text ?? "")?.[0] ?? "";
  const input = { email, code, token: begun.token, origin: TEST_ORIGIN };
  return new AccountScenario(installation, email, granted(await verifySignUp(deps, input)));
}

/** What a test's set-up takes for granted. */
export function granted<Ended extends { readonly outcome: string; readonly reason?: string }>(
  ended: Ended,
): Granted<Ended> {
  if (!isGranted(ended)) throw new Error(`Refused: ${ended.reason}`);
  return ended;
}

type Granted<Ended> = Exclude<Ended, { readonly outcome: "refused" }>;

function isGranted<Ended extends { readonly outcome: string }>(
  ended: Ended,
): ended is Granted<Ended> {
  return ended.outcome !== "refused";
}
