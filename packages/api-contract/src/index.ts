import { changePassword, deleteAccount } from "./account.ts";
import { addEmail, confirmEmail, listEmails, preferEmail, removeEmail } from "./account-emails.ts";
import { listActivity } from "./activity.ts";
import { getChallenge, sendCode, verifyChallenge } from "./challenge.ts";
import {
  changeFactor,
  confirmFactor,
  enrolSms,
  enrolTotp,
  removeFactor,
  resumeFactor,
  sendEnrolmentCode,
  suspendFactor,
} from "./factor.ts";
import {
  approveFactorInvitation,
  cancelFactorInvitation,
  confirmInvitedFactor,
  createFactorInvitation,
  enrolInvitedFactor,
  listFactorInvitations,
} from "./factor-invitation.ts";
import { setLanguage } from "./language.ts";
import { beginPasswordReset, completePasswordReset } from "./password-reset.ts";
import { acknowledgeRecoveryCodes, regenerateRecoveryCodes } from "./recovery-codes.ts";
import {
  cancelReplacement,
  completeReplacement,
  findReplacement,
  getReplacement,
  requestReplacement,
} from "./replacement.ts";
import { getSecurity, setSignInSetting } from "./security.ts";
import { getSession, listSessions, revokeOtherSessions, revokeSession } from "./session.ts";
import { signIn, signOut } from "./sign-in.ts";
import { signUp, verifySignUp } from "./sign-up.ts";
import {
  listTrustedDevices,
  revokeAllTrustedDevices,
  revokeTrustedDevice,
} from "./trusted-device.ts";

export { EmailView } from "./account-emails.ts";
export { ActivityEvent } from "./activity.ts";
export {
  Challenge,
  ChallengeAct,
  ChallengeAnswer,
  ChallengeFactor,
  FactorKind,
} from "./challenge.ts";
export type { Access, AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from "./endpoint.ts";
export { InvitationView } from "./factor-invitation.ts";
export { IDEMPOTENCY_HEADER, IDEMPOTENCY_KEY, REPLAYED_HEADER } from "./idempotency.ts";
export { Problem } from "./problem.ts";
export { PROBLEMS, type ProblemCode } from "./problem-code.ts";
export { ReplacementView } from "./replacement.ts";
export { FactorView, SecurityView, SignInSetting } from "./security.ts";
export { SessionEntry, SessionView } from "./session.ts";
export { SentCode, TextChannel } from "./sms.ts";
export { CHALLENGE_HEADER, PROOF_HEADER, STEP_UP_ACTIONS, type StepUpAction } from "./step-up.ts";
export { TrustedDeviceView } from "./trusted-device.ts";

/** The whole HTTP surface, by the name of what a route does. */
export const endpoints = {
  signUp,
  verifySignUp,
  signIn,
  signOut,
  getSession,
  listSessions,
  revokeSession,
  revokeOtherSessions,
  setLanguage,
  listActivity,
  getChallenge,
  sendCode,
  verifyChallenge,
  getSecurity,
  setSignInSetting,
  enrolTotp,
  enrolSms,
  sendEnrolmentCode,
  confirmFactor,
  changeFactor,
  removeFactor,
  suspendFactor,
  resumeFactor,
  listTrustedDevices,
  revokeTrustedDevice,
  revokeAllTrustedDevices,
  listFactorInvitations,
  createFactorInvitation,
  approveFactorInvitation,
  cancelFactorInvitation,
  enrolInvitedFactor,
  confirmInvitedFactor,
  getReplacement,
  requestReplacement,
  cancelReplacement,
  findReplacement,
  completeReplacement,
  regenerateRecoveryCodes,
  acknowledgeRecoveryCodes,
  beginPasswordReset,
  completePasswordReset,
  changePassword,
  listEmails,
  addEmail,
  confirmEmail,
  preferEmail,
  removeEmail,
  deleteAccount,
} as const;

/** The base of every path in `endpoints`. */
export const API_BASE = "/api/v1";
