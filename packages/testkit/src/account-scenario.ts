import {
  answerSignIn,
  answerStepUp,
  beginSignUp,
  findSession,
  raiseSession,
  type Session,
  signIn,
  subjectOf,
  verifySignUp,
} from "@twinlatch/accounts";
import { decodeBase32, generateTotp } from "@twinlatch/otp";
import {
  type ApprovedAct,
  confirmTotp,
  enrolTotp,
  type Origin,
  openStepUp,
  type StepUpDemand,
  type Subject,
} from "@twinlatch/verifier";
import type { TestInstallation } from "./test-installation.ts";

export const TEST_ORIGIN: Origin = {
  ip: "192.0.2.7",
  userAgent: "Test browser",
  requestId: "request-1",
};
export const TEST_PASSWORD = "a sunny walk by the lake";

/** An authenticator app in a test's hand. */
export interface TestAuthenticator {
  readonly factorId: string;
  /** Its code now, or so many steps away. */
  code(stepsAway?: number): string;
  /** A well-formed code that is wrong for every step of the window. */
  wrongCode(): string;
}

/** A signed-in account and what a test does with it. Every failure of the set-up throws. */
export class AccountScenario {
  readonly #installation: TestInstallation;
  readonly email: string;
  session: Session;

  constructor(installation: TestInstallation, email: string, session: Session) {
    this.#installation = installation;
    this.email = email;
    this.session = session;
  }

  get subject(): Subject {
    return subjectOf(this.session.accountId);
  }

  /** A demand for the act, with nothing to show for it yet. */
  demand(act: Partial<ApprovedAct> & Pick<ApprovedAct, "action">): StepUpDemand {
    return {
      subject: this.subject,
      sessionId: this.session.id,
      act: { target: "account", paramsHash: "none", ...act },
    };
  }

  /** Opens the step-up, answers it with the authenticator or the password, and brings the proof. */
  async prove(demand: StepUpDemand, authenticator?: TestAuthenticator): Promise<StepUpDemand> {
    const { deps } = this.#installation;
    const { challenge } = await openStepUp(deps, demand, TEST_ORIGIN);
    const approved = await answerStepUp(deps, {
      challengeId: challenge.id,
      session: this.session,
      ...(authenticator
        ? { kind: "totp", factorId: authenticator.factorId, code: authenticator.code() }
        : { kind: "password", code: TEST_PASSWORD }),
      origin: TEST_ORIGIN,
    });
    if (approved.outcome === "refused") throw new Error(`Step-up refused: ${approved.reason}`);
    await this.follow(approved.sessionToken);
    return { ...demand, proofToken: approved.proof.token };
  }

  /** Takes the session as it is behind its newest token. */
  async follow(sessionToken: string): Promise<void> {
    const signedIn = await findSession(this.#installation.deps, sessionToken);
    if (signedIn === undefined) throw new Error("The session has ended");
    this.session = signedIn.session;
  }

  /** Begins an enrolment, proved by the given authenticator or else the password. */
  async enrol(
    label = "Phone",
    proving?: TestAuthenticator,
  ): Promise<TestAuthenticator & { secret: string; uri: string }> {
    const { deps } = this.#installation;
    const demand = await this.prove(this.demand({ action: "account.factor.add" }), proving);
    const enrolled = await enrolTotp(deps, {
      demand,
      label,
      issuer: "Twinlatch",
      account: this.email,
      origin: TEST_ORIGIN,
    });
    if (enrolled.outcome === "refused") throw new Error(`Enrolment refused: ${enrolled.reason}`);
    const { secret, uri } = enrolled;
    return { ...testAuthenticator(this.#installation, enrolled.factor.id, secret), secret, uri };
  }

  /** Enrols and confirms; the clock moves on one step, so that the next code is unspent. */
  async addAuthenticator(
    label = "Phone",
    proving?: TestAuthenticator,
  ): Promise<{ authenticator: TestAuthenticator; recoveryCodes: readonly string[] }> {
    const { clock, deps } = this.#installation;
    const authenticator = await this.enrol(label, proving);
    const { session } = this;
    const confirmed = await confirmTotp(
      deps,
      {
        subject: this.subject,
        sessionId: session.id,
        factorId: authenticator.factorId,
        code: authenticator.code(),
        origin: TEST_ORIGIN,
      },
      (stores, nowMillis) =>
        raiseSession(deps, stores, session, { amr: ["otp"], nowMillis, liftsRecovery: true }),
    );
    if (confirmed.outcome === "refused") throw new Error(`Not confirmed: ${confirmed.reason}`);
    await this.follow(confirmed.granted ?? "");
    clock.advance(30_000);
    return { authenticator, recoveryCodes: confirmed.recoveryCodes ?? [] };
  }

  /** Signs in with the password as far as the second step. */
  async beginSignIn(): Promise<{ challengeId: string; ticket: string }> {
    const first = await signIn(this.#installation.deps, {
      email: this.email,
      password: TEST_PASSWORD,
      addressBlock: TEST_ORIGIN.ip,
      origin: TEST_ORIGIN,
    });
    if (first.outcome !== "second_step") throw new Error(`No second step: ${first.outcome}`);
    return { challengeId: first.described.challenge.id, ticket: first.ticket };
  }

  /** Answers a second step with a code of the authenticator. */
  async answer(
    step: { challengeId: string; ticket: string },
    authenticator: TestAuthenticator,
    code: string = authenticator.code(),
  ): ReturnType<typeof answerSignIn> {
    return answerSignIn(this.#installation.deps, {
      ...step,
      kind: "totp",
      factorId: authenticator.factorId,
      code,
      origin: TEST_ORIGIN,
    });
  }
}

/** Signs up and in. */
export async function signUpAccount(
  installation: TestInstallation,
  email = "ada@example.org",
): Promise<AccountScenario> {
  const { deps, mails } = installation;
  const begun = await beginSignUp(deps, { email, password: TEST_PASSWORD, origin: TEST_ORIGIN });
  if (begun.outcome === "refused") throw new Error(`Sign-up refused: ${begun.reason}`);
  const code = /[0-9]{6}/.exec(mails.at(-1)?.text ?? "")?.[0] ?? "";
  const input = { email, code, token: begun.token, origin: TEST_ORIGIN };
  const verified = await verifySignUp(deps, input);
  if (verified.outcome === "refused") throw new Error(`Sign-up refused: ${verified.reason}`);
  return new AccountScenario(installation, email, verified.session);
}

function testAuthenticator(
  { clock, deps }: TestInstallation,
  factorId: string,
  base32: string,
): TestAuthenticator {
  const secret = decodeBase32(base32) ?? new Uint8Array(0);
  const code = (stepsAway = 0) =>
    generateTotp(deps.hmac, { secret, nowMillis: clock.nowMillis() + stepsAway * 30_000 });
  return {
    factorId,
    code,
    wrongCode: () => {
      const right = new Set([-1, 0, 1].map(code));
      return ["000000", "111111", "222222", "333333"].find((each) => !right.has(each)) ?? "";
    },
  };
}
