/** Everything a challenge can be answered with. */
export type FactorKind = "totp" | "recovery_code" | "password";
