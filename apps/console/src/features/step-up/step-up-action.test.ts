import type { Challenge, EmailView, FactorView, InvitationView } from "@twinlatch/client";
import { describe, expect, it } from "vitest";
import { actionText, actsOf } from "./step-up-action.ts";

const iphone: FactorView = {
  id: "fac_1",
  kind: "totp",
  label: "iPhone <b>",
  status: "active",
  isDefault: true,
  createdAt: "2026-05-01T10:00:00Z",
  lastUsedAt: null,
};
const work: EmailView = {
  id: "eml_1",
  email: "work@example.org",
  status: "confirmed",
  isPrimary: false,
  createdAt: "2026-05-01T10:00:00Z",
  expiresAt: null,
};
const invited: InvitationView = {
  id: "inv_1",
  createdAt: "2026-05-01T10:00:00Z",
  expiresAt: "2026-05-02T10:00:00Z",
  enrolled: { label: "Bob's phone", at: "2026-05-01T11:00:00Z", ip: "192.0.2.7" },
};
const mobile: FactorView = { ...iphone, id: "pho_1", kind: "sms", label: "Mobile", hint: "89" };
const known = {
  accountId: "acc_1",
  factors: [iphone, mobile],
  emails: [work],
  invitations: [invited],
};

const CHALLENGE: Challenge = {
  id: "chl_1",
  purpose: "step_up",
  expiresAt: "2026-05-03T14:10:00Z",
  factors: [],
  defaultFactorId: null,
  canTrustDevice: false,
};

describe("R-056: what a step-up is about", () => {
  it("is the server's action, on the thing by the name the server gave it", () => {
    expect(actionText({ action: "account.factor.remove", target: "fac_1" }, known)).toEqual({
      verb: "remove the authenticator app",
      target: "iPhone <b>",
    });
  });

  it("says whether it is about an app or a phone, and neither where it is about none yet", () => {
    expect(actionText({ action: "account.factor.suspend", target: "pho_1" }, known)).toEqual({
      verb: "suspend the phone number",
      target: "Mobile",
    });
    expect(actionText({ action: "account.factor.add", target: "acc_1" }, known)).toEqual({
      verb: "add a way to get a code",
      target: null,
    });
  });

  it("names an address that an action is about", () => {
    expect(actionText({ action: "account.email.change", target: "eml_1" }, known)).toEqual({
      verb: "change your e-mail addresses",
      target: "work@example.org",
    });
  });

  it("names what a second person enrolled", () => {
    expect(actionText({ action: "account.factor.approve", target: "inv_1" }, known)).toEqual({
      verb: "approve the authenticator app of a second person",
      target: "Bob's phone",
    });
  });

  it("names no target where it is one's own account", () => {
    for (const target of ["acc_1", ""]) {
      expect(actionText({ action: "account.two_factor.disable", target }, known)).toEqual({
        verb: "disable two-factor authentication",
        target: null,
      });
    }
  });

  it("shows what this console does not know by the server's own names", () => {
    expect(actionText({ action: "project.delete", target: "Acme" }, known)).toEqual({
      verb: "do this: project.delete",
      target: "Acme",
    });
    expect(actionText({ action: "toString", target: "" }, known).verb).toBe("do this: toString");
  });

  it("is everything that the server lists, in its order", () => {
    const removal = { action: "account.factor.remove", target: "fac_1" };
    const change = { action: "account.password.change", target: "acc_1" };
    const challenge = { ...CHALLENGE, ...removal };
    expect(actsOf({ ...challenge, acts: [removal, change] })).toEqual([removal, change]);
    expect(actsOf(challenge)).toEqual([removal]);
  });
});
