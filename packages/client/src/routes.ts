import type { endpoints } from "@twinlatch/api-contract";

/** A route of the contract, by the name of what it does. */
export type EndpointName = keyof typeof endpoints;

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

// Written out, because importing the contract's table would bring its schema library into every web
// page. A missing name fails the type check, a wrong line the test beside this file.
export const ROUTES = {
  signUp: "POST /sign-up",
  verifySignUp: "POST /sign-up/verify",
  signIn: "POST /sign-in",
  signOut: "POST /sign-out",
  getSession: "GET /session",
  listSessions: "GET /account/sessions",
  revokeSession: "DELETE /account/sessions/{id}",
  revokeOtherSessions: "DELETE /account/sessions",
  setLanguage: "PUT /account/language",
  listActivity: "GET /account/activity",
  getChallenge: "GET /challenges/{id}",
  verifyChallenge: "POST /challenges/{id}/verify",
  sendCode: "POST /challenges/{id}/send",
  getSecurity: "GET /account/security",
  setSignInSetting: "PUT /account/sign-in-setting",
  enrolTotp: "POST /account/factors/totp",
  enrolSms: "POST /account/factors/sms",
  sendEnrolmentCode: "POST /account/factors/{id}/send",
  confirmFactor: "POST /account/factors/{id}/confirm",
  changeFactor: "PATCH /account/factors/{id}",
  removeFactor: "DELETE /account/factors/{id}",
  suspendFactor: "POST /account/factors/{id}/suspend",
  resumeFactor: "POST /account/factors/{id}/resume",
  listTrustedDevices: "GET /account/trusted-devices",
  revokeTrustedDevice: "DELETE /account/trusted-devices/{id}",
  revokeAllTrustedDevices: "DELETE /account/trusted-devices",
  listFactorInvitations: "GET /account/factor-invitations",
  createFactorInvitation: "POST /account/factor-invitations",
  approveFactorInvitation: "POST /account/factor-invitations/{id}/approve",
  cancelFactorInvitation: "DELETE /account/factor-invitations/{id}",
  enrolInvitedFactor: "POST /challenges/{id}/invited-factor",
  confirmInvitedFactor: "POST /challenges/{id}/invited-factor/confirm",
  getReplacement: "GET /account/factor-replacement",
  requestReplacement: "POST /account/factor-replacement",
  cancelReplacement: "DELETE /account/factor-replacement",
  findReplacement: "GET /challenges/{id}/replacement",
  completeReplacement: "POST /challenges/{id}/replacement",
  regenerateRecoveryCodes: "POST /account/recovery-codes",
  acknowledgeRecoveryCodes: "POST /account/recovery-codes/acknowledge",
  beginPasswordReset: "POST /password-reset",
  completePasswordReset: "POST /password-reset/complete",
  changePassword: "PUT /account/password",
  listEmails: "GET /account/emails",
  addEmail: "POST /account/emails",
  confirmEmail: "POST /account/emails/{id}/confirm",
  preferEmail: "PATCH /account/emails/{id}",
  removeEmail: "DELETE /account/emails/{id}",
  deleteAccount: "DELETE /account",
} as const satisfies Record<EndpointName, `${Method} /${string}`>;

/** Routes that give the answer again to who lost it and names the call by the same key. */
export const REPEATABLE: ReadonlySet<EndpointName> = new Set([
  "sendCode",
  "enrolSms",
  "sendEnrolmentCode",
  "verifySignUp",
  "verifyChallenge",
  "setSignInSetting",
  "enrolTotp",
  "confirmFactor",
  "removeFactor",
  "suspendFactor",
  "resumeFactor",
  "createFactorInvitation",
  "approveFactorInvitation",
  "confirmInvitedFactor",
  "requestReplacement",
  "completeReplacement",
  "regenerateRecoveryCodes",
  "completePasswordReset",
  "changePassword",
  "addEmail",
  "confirmEmail",
  "preferEmail",
  "removeEmail",
]);

/** Carries the key of a call. */
export const IDEMPOTENCY_HEADER = "Idempotency-Key";

/** The base of every path above. */
export const API_BASE = "/api/v1";

/** Carries the proof when a request is repeated after a step-up. */
export const PROOF_HEADER = "Twinlatch-Proof";

/** Names the open challenge that a request without a proof asks to be approved with. */
export const CHALLENGE_HEADER = "Twinlatch-Challenge";

/**
 * The method of a route, and its path below the base with the parameters filled in. Each value is
 * percent-encoded, so that an id can never change which route is called.
 */
export function locateEndpoint(
  name: EndpointName,
  params: Readonly<Record<string, string>> = {},
): { readonly method: string; readonly path: string } {
  const [method = "", template = ""] = ROUTES[name].split(" ");
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = params[key];
    if (value === undefined) throw new TypeError(`${name} needs the parameter "${key}"`);
    return encodeURIComponent(value);
  });
  return { method, path };
}
