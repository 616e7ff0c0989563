import { endpoints } from "@twinlatch/api-contract";
import type { TextCourier } from "../jobs/text-courier.ts";
import { accountHandlers } from "./account.ts";
import { activityHandlers } from "./activity.ts";
import type { AddressLimit } from "./address-limit.ts";
import type { Handler } from "./call.ts";
import { challengeHandlers } from "./challenge.ts";
import type { Edge } from "./edge.ts";
import { factorInvitationHandlers, inviteeHandlers } from "./factor-invitations.ts";
import { factorHandlers } from "./factors.ts";
import { languageHandlers } from "./language.ts";
import { recoveryCodeHandlers } from "./recovery-codes.ts";
import { type EndpointDeps, registerEndpoint } from "./register-endpoint.ts";
import { completionHandlers, replacementHandlers } from "./replacement.ts";
import { securityHandlers } from "./security.ts";
import { sessionHandlers } from "./session.ts";
import { signInHandlers } from "./sign-in.ts";
import { signUpHandlers } from "./sign-up.ts";
import { trustedDeviceHandlers } from "./trusted-devices.ts";

type Handlers = { readonly [Name in keyof typeof endpoints]: Handler<(typeof endpoints)[Name]> };

/** Serves every route of the contract: one without a handler does not compile. */
export function registerContract(
  edge: Edge,
  deps: EndpointDeps,
  options: {
    readonly isSignUpOpen: boolean;
    readonly signUpLimit: AddressLimit;
    readonly courier: TextCourier;
  },
): void {
  const { rules } = deps;
  const handlers: Handlers = {
    ...signUpHandlers(rules, {
      isOpen: options.isSignUpOpen,
      limit: options.signUpLimit,
    }),
    ...signInHandlers(rules),
    ...sessionHandlers(rules),
    ...languageHandlers(rules),
    ...activityHandlers(rules),
    ...challengeHandlers(rules),
    ...securityHandlers(rules),
    ...factorHandlers(rules, options.courier),
    ...trustedDeviceHandlers(rules),
    ...replacementHandlers(rules),
    ...completionHandlers(rules),
    ...factorInvitationHandlers(rules),
    ...inviteeHandlers(rules),
    ...recoveryCodeHandlers(rules),
    ...accountHandlers(rules, { resetLimit: options.signUpLimit }),
  };
  const register = <Name extends keyof Handlers>(name: Name, handler: Handlers[Name]) =>
    registerEndpoint(edge, deps, endpoints[name], handler);
  for (const name of Object.keys(endpoints).filter(isName)) register(name, handlers[name]);
}

function isName(name: string): name is keyof typeof endpoints {
  return Object.hasOwn(endpoints, name);
}
