import { API_BASE, type Endpoint, endpoints } from "@twinlatch/api-contract";

const SOME_ID = "chl_aaaaaaaaaaaaaaaaaaaaaaaaaa";
const EMAIL = "ada@example.org";

/** A well-formed body for every route that takes one: a new route does not compile without its line. */
const BODIES = {
  signUp: { email: EMAIL, password: "a sunny walk by the lake" },
  verifySignUp: { email: EMAIL, code: "123456" },
  signIn: { email: EMAIL, password: "a sunny walk by the lake" },
  signOut: undefined,
  getSession: undefined,
  listSessions: undefined,
  revokeSession: undefined,
  revokeOtherSessions: undefined,
  listActivity: undefined,
  setLanguage: { language: "de" },
  getChallenge: undefined,
  verifyChallenge: { kind: "totp", factorId: "fac_aaaaaaaaaaaaaaaaaaaaaaaaaa", code: "123456" },
  sendCode: { factorId: "pho_aaaaaaaaaaaaaaaaaaaaaaaaaa" },
  getSecurity: undefined,
  setSignInSetting: { value: "off" },
  enrolTotp: { label: "Phone" },
  enrolSms: { phone: "+41791234589" },
  sendEnrolmentCode: {},
  confirmFactor: { code: "123456" },
  changeFactor: { label: "Phone" },
  removeFactor: undefined,
  suspendFactor: undefined,
  resumeFactor: undefined,
  listTrustedDevices: undefined,
  revokeTrustedDevice: undefined,
  revokeAllTrustedDevices: undefined,
  listFactorInvitations: undefined,
  createFactorInvitation: undefined,
  approveFactorInvitation: undefined,
  cancelFactorInvitation: undefined,
  enrolInvitedFactor: { invitationToken: "twl_invitation_none" },
  confirmInvitedFactor: {
    invitationToken: "twl_invitation_none",
    factorId: "fac_aaaaaaaaaaaaaaaaaaaaaaaaaa",
    code: "123456",
  },
  getReplacement: undefined,
  requestReplacement: { factorId: "fac_aaaaaaaaaaaaaaaaaaaaaaaaaa" },
  cancelReplacement: undefined,
  findReplacement: undefined,
  completeReplacement: {},
  regenerateRecoveryCodes: undefined,
  acknowledgeRecoveryCodes: undefined,
  beginPasswordReset: { email: EMAIL },
  completePasswordReset: { token: "twl_reset_guessed", newPassword: "a rainy walk by the sea" },
  changePassword: { newPassword: "a rainy walk by the sea" },
  listEmails: undefined,
  addEmail: { email: "work@example.org" },
  confirmEmail: { code: "123456" },
  preferEmail: { isPrimary: true },
  removeEmail: undefined,
  deleteAccount: undefined,
} as const satisfies Record<keyof typeof endpoints, object | undefined>;

/** One call of a route of the contract, well-formed. */
export interface ContractCall {
  readonly name: keyof typeof endpoints;
  readonly endpoint: Endpoint;
  readonly method: Endpoint["method"];
  /** Below `/api/v1`, with an id nobody has where the route takes one. */
  readonly path: string;
  readonly url: string;
  readonly body: object | undefined;
}

/** One call of every route of the contract. */
export const CONTRACT_CALLS: readonly ContractCall[] = Object.entries<Endpoint>(endpoints).map(
  ([name, endpoint]) => {
    if (!isName(name)) throw new Error(`${name} is no route`);
    const path = endpoint.path.replaceAll(/\{\w+\}/g, SOME_ID);
    const { method } = endpoint;
    return { name, endpoint, method, path, url: `${API_BASE}${path}`, body: BODIES[name] };
  },
);

/** Those that change something. */
export const CHANGES: readonly ContractCall[] = CONTRACT_CALLS.filter(
  ({ method }) => method !== "GET",
);

function isName(name: string): name is keyof typeof endpoints {
  return Object.hasOwn(BODIES, name);
}
