import {
  answerSignIn,
  answerStepUp,
  codeWriter,
  raiseSession,
  sendCode,
} from "@twinlatch/accounts";
import {
  boundToSession,
  boundToTicket,
  confirmPhone,
  deliverText,
  enrolPhone,
  resendEnrolmentCode,
  type SentCode,
  type StepUpDemand,
  type TextChannel,
} from "@twinlatch/verifier";
import { type AccountScenario, granted, type SecondStep, TEST_ORIGIN } from "./account-scenario.ts";
import type { TestAuthenticator } from "./test-authenticator.ts";
import type { TestInstallation } from "./test-installation.ts";

/** A number of somebody's mobile phone. */
export const TEST_NUMBER = "+41791234589";

/** A phone in a test's hand. */
export interface TestPhone {
  readonly factorId: string;
  readonly number: string;
}

/** Begins to add a phone, for a demand that shows what it needs. Its code is in the outbox. */
export async function enrolPhoneFor(
  { deps }: Pick<TestInstallation, "deps">,
  demand: StepUpDemand,
  number: string = TEST_NUMBER,
  label = "Phone",
): ReturnType<typeof enrolPhone> {
  const write = codeWriter(deps, "en");
  const { ip: addressBlock } = TEST_ORIGIN;
  const asked = { demand, phone: number, label, addressBlock, write, origin: TEST_ORIGIN };
  return enrolPhone(deps, asked);
}

/** Asks for another code for a phone that this session is adding. */
export async function sendAnotherCode(
  { deps }: Pick<TestInstallation, "deps">,
  { session, subject }: AccountScenario,
  phoneId: string,
): ReturnType<typeof resendEnrolmentCode> {
  return resendEnrolmentCode(deps, {
    subject,
    sessionId: session.id,
    phoneId,
    addressBlock: TEST_ORIGIN.ip,
    write: codeWriter(deps, "en"),
    origin: TEST_ORIGIN,
  });
}

/** Hands a text over and brings the code that is in it. */
export async function readCode(
  { deps, texts }: Pick<TestInstallation, "deps" | "texts">,
  { textId }: Pick<SentCode, "textId">,
): Promise<string> {
  await deliverText(deps, textId);
  const text = texts.find(({ id }) => id === textId)?.text ?? "";
  return /[0-9]{6}/.exec(text.replaceAll(/[, ]/g, ""))?.[0] ?? "";
}

/** Proves a phone that this session is adding. */
export async function confirmPhoneOf(
  { deps }: Pick<TestInstallation, "deps">,
  { session, subject }: AccountScenario,
  phoneId: string,
  code: string,
) {
  const { id: sessionId } = session;
  const input = { subject, sessionId, phoneId, code, origin: TEST_ORIGIN };
  return confirmPhone(deps, input, (stores, nowMillis) =>
    raiseSession(deps, stores, session, { amr: ["sms"], nowMillis, liftsRecovery: true }),
  );
}

/** Adds a phone, proved by the given authenticator or else the password. */
export async function addPhone(
  installation: TestInstallation,
  account: AccountScenario,
  by: {
    readonly proving?: TestAuthenticator | undefined;
    readonly number?: string;
    readonly label?: string;
  } = {},
): Promise<TestPhone & { readonly recoveryCodes: readonly string[] }> {
  const { proving, number = TEST_NUMBER, label } = by;
  const bare = account.demand({ action: "account.factor.add" });
  const demand = account.session.isRecovery ? bare : await account.prove(bare, proving);
  const enrolled = granted(await enrolPhoneFor(installation, demand, number, label));
  const { id: factorId } = enrolled.phone;
  const code = await readCode(installation, enrolled);
  const confirmed = granted(await confirmPhoneOf(installation, account, factorId, code));
  await account.follow(confirmed.granted);
  return { factorId, number, recoveryCodes: confirmed.recoveryCodes ?? [] };
}

/** Asks for a code for the second step of a sign-in, or for a step-up of a session. */
export async function askForCode(
  { deps }: Pick<TestInstallation, "deps">,
  challenge: SecondStep | { readonly challengeId: string; readonly account: AccountScenario },
  by: Pick<TestPhone, "factorId"> & Partial<Pick<AccountScenario, "browserTokens">>,
  channel?: TextChannel,
): ReturnType<typeof sendCode> {
  const holding =
    "ticket" in challenge
      ? boundToTicket(deps.tokenHash.digest(challenge.ticket))
      : boundToSession(challenge.account.session.id);
  return sendCode(deps, {
    challengeId: challenge.challengeId,
    holdings: [holding],
    factorId: by.factorId,
    channel,
    browserTokens: by.browserTokens,
    addressBlock: TEST_ORIGIN.ip,
    origin: TEST_ORIGIN,
  });
}

/** Answers the second step of a sign-in with a texted code. */
export async function answerByText(
  { deps }: Pick<TestInstallation, "deps">,
  { browserTokens }: AccountScenario,
  step: SecondStep,
  { factorId, code }: Pick<TestPhone, "factorId"> & { readonly code: string },
): ReturnType<typeof answerSignIn> {
  const origin = TEST_ORIGIN;
  return answerSignIn(deps, { ...step, kind: "sms", factorId, code, browserTokens, origin });
}

/** Opens the step-up that a demand needs, answers it with a texted code, and brings the proof. */
export async function proveByText(
  installation: TestInstallation,
  account: AccountScenario,
  demand: StepUpDemand,
  phone: Pick<TestPhone, "factorId">,
): Promise<StepUpDemand> {
  const challengeId = await account.openStepUp(demand);
  installation.clock.advance(120_000);
  const sent = granted(await askForCode(installation, { challengeId, account }, phone));
  const { browserTokens, session } = account;
  const approved = granted(
    await answerStepUp(installation.deps, {
      challengeId,
      session,
      kind: "sms",
      factorId: phone.factorId,
      code: await readCode(installation, sent),
      browserTokens,
      origin: TEST_ORIGIN,
    }),
  );
  await account.follow(approved.sessionToken);
  return { ...demand, proofToken: approved.proof.token };
}
