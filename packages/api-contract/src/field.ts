import { Type } from "typebox";

/** Fields that several routes share. Unknown fields are refused everywhere. */
export const CLOSED = { additionalProperties: false } as const;

export const Id = Type.String({ pattern: "^[a-z0-9_]{1,64}$", description: "An opaque id" });

export const Time = Type.String({ format: "date-time", description: "RFC 3339, UTC" });

export const Email = Type.String({ minLength: 3, maxLength: 254 });

/** At least 8 characters for a new password; up to 256 anywhere. */
export const NewPassword = Type.String({ minLength: 8, maxLength: 256 });

export const Password = Type.String({ minLength: 1, maxLength: 256 });

export const MailedCode = Type.String({ pattern: "^[0-9]{6}$" });

/**
 * What a person calls an authenticator: 1 to 64 characters, none of them a control character and not
 * all of them blank. The blanks are looked for ahead, so that a hostile text costs linear time.
 */
export const Label = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: "^(?!\\s*$)[^\\p{C}]+$",
});

/** Clients without cookies send what a browser sends as its cookie, and get it back when it changes. */
export const BrowserToken = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 128,
    description: "Recognises the client; keep the newest one for each account",
  }),
);

/** The same for a device that is trusted. */
export const DeviceToken = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 128,
    description:
      "Stands in for the second step once; the answer brings the next. Forget it when a second step is asked for all the same",
  }),
);

/** Asks for tokens in the answer instead of cookies; for clients that are not browsers. */
export const TokenMode = Type.Optional(Type.Literal("token"));
