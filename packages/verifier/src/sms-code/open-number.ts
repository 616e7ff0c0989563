import { SecretUnreadableError } from "../platform/fault.ts";
import type { PhoneNumber } from "../text-message/phone-number.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import { type PhoneFactor, phonePlace } from "./phone-factor.ts";

/** Opens a phone's number. @throws SecretUnreadableError when it does not open, or is none */
export function openNumber(
  deps: Pick<VerifierDeps, "phoneNumbers" | "stringBox">,
  phone: PhoneFactor,
): PhoneNumber {
  const e164 = deps.stringBox.open(phone.sealedNumber, phonePlace(phone, phone.id));
  const number = deps.phoneNumbers.parse(e164);
  if (number === undefined) throw new SecretUnreadableError("A sealed number is none");
  return number;
}
