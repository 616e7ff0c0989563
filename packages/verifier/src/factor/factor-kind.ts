/** Everything a challenge can be answered with. */
export type FactorKind = "totp" | "sms" | "recovery_code" | "password";
