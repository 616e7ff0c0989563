/** The `amr` value of ours for a second step that a trusted device stood in for: RFC 8176 has none. */
export const TRUSTED_DEVICE_METHOD = "trusted_device";

/** Methods that are a factor of their own kind. Two different ones make `mfa` (RFC 8176 §2). */
const FACTOR_METHODS: ReadonlySet<string> = new Set(["pwd", "otp", "sms"]);

/**
 * Adds what was just proved to a session's `amr`, each value once. `mfa` is there exactly when two
 * different factors were really used; a recovery code and a trusted device stand in for one and never make
 * it.
 */
export function withFactor(amr: readonly string[], proved: readonly string[]): readonly string[] {
  const methods = new Set([...amr, ...proved]);
  const factors = [...methods].filter((method) => FACTOR_METHODS.has(method));
  if (factors.length >= 2) methods.add("mfa");
  return [...methods];
}
