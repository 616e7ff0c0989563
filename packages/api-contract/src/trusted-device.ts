import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Id, Time } from "./field.ts";

/** A device that is not asked for a second step at sign-in, as its owner recognises it. */
export const TrustedDeviceView = Type.Object({
  id: Type.String(),
  isCurrent: Type.Boolean({ description: "The one that asks" }),
  browser: Type.Union([Type.String(), Type.Null()], {
    description: "What the browser says it is; null where it is none of the usual ones",
  }),
  system: Type.Union([Type.String(), Type.Null()]),
  userAgent: Type.String(),
  ip: Type.String({ description: "The address that it was last used from" }),
  trustedAt: Time,
  lastUsedAt: Time,
  expiresAt: Time,
});
export type TrustedDeviceView = Static<typeof TrustedDeviceView>;

const PROOF_REASON = "It only takes rights away";

export const listTrustedDevices = endpoint({
  method: "GET",
  path: "/account/trusted-devices",
  summary: "The devices that are trusted, the one trusted last first",
  access: "session",
  proof: "none",
  status: 200,
  answer: Type.Object({ trustedDevices: Type.Array(TrustedDeviceView) }),
  problems: [],
});

export const revokeTrustedDevice = endpoint({
  method: "DELETE",
  path: "/account/trusted-devices/{id}",
  summary: "Stop trusting one device at once",
  access: "session",
  proof: "none",
  proofReason: PROOF_REASON,
  params: Type.Object({ id: Id }, CLOSED),
  status: 204,
  problems: ["not_found"],
});

export const revokeAllTrustedDevices = endpoint({
  method: "DELETE",
  path: "/account/trusted-devices",
  summary: "Stop trusting all devices at once",
  access: "session",
  proof: "none",
  proofReason: PROOF_REASON,
  status: 204,
  problems: [],
});
