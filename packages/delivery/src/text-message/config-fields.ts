import { Type } from "typebox";

/** What every provider's entry may have. */
export const providerFields = {
  /** What logs and receipts call it; its kind where there is none. */
  name: Type.Optional(Type.String({ pattern: "^[a-z][a-z0-9-]{0,31}$" })),
  /** Beginnings of the numbers that it is asked for; all numbers where there is none. */
  prefixes: Type.Optional(
    Type.Array(Type.String({ pattern: "^\\+[0-9]{1,14}$" }), { minItems: 1, maxItems: 300 }),
  ),
};

export const textChannels = Type.Array(Type.Union([Type.Literal("sms"), Type.Literal("voice")]), {
  minItems: 1,
  maxItems: 2,
  uniqueItems: true,
});

/** For providers that only send text messages. */
export const smsOnly = Type.Array(Type.Literal("sms"), { minItems: 1, maxItems: 1 });

/** Path of a file that holds one secret and nothing else; relative to the configuration's folder. */
export const secretFile = Type.String({ minLength: 1, maxLength: 1024 });

export const phoneNumber = Type.String({ pattern: "^\\+[0-9]{5,15}$" });

export const httpUrl = Type.String({ pattern: "^https?://[^\\s]+$", maxLength: 2048 });

/** Who texts come from: a number, a short code, or a name of up to eleven characters. */
export const sender = Type.String({ pattern: "^(\\+?[0-9]{3,15}|[A-Za-z0-9 ._&+-]{1,11})$" });
