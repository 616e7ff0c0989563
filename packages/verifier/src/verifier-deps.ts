import type { Hmac } from "@twinlatch/otp";
import type { FactorRegistry } from "./factor/factor.ts";
import type { Clock } from "./platform/clock.ts";
import type { CodeHasher } from "./platform/code-hasher.ts";
import type { Random } from "./platform/random.ts";
import type { SecretBox } from "./platform/secret-box.ts";
import type { StringBox } from "./platform/string-box.ts";
import type { TokenHash } from "./platform/token-hash.ts";
import type { UnitOfWork } from "./platform/unit-of-work.ts";
import type { MandateSource } from "./policy/mandate.ts";
import type { PhoneNumbers } from "./text-message/phone-number.ts";
import type { TextCarrier } from "./text-message/text-carrier.ts";
import type { TextPolicy } from "./text-message/text-policy.ts";
import type { VerifierStores } from "./verifier-stores.ts";

/** Every port of the verifier. A use case picks the ones it uses. */
export interface VerifierDeps<Stores extends VerifierStores = VerifierStores> {
  readonly clock: Clock;
  readonly codeHasher: CodeHasher;
  readonly factors: FactorRegistry;
  readonly hmac: Hmac;
  readonly mandates: MandateSource<Stores>;
  readonly phoneNumbers: PhoneNumbers;
  readonly random: Random;
  readonly secretBox: SecretBox;
  readonly stringBox: StringBox;
  /** Undefined where no provider is set up: then nobody is texted. */
  readonly textCarrier: TextCarrier | undefined;
  readonly textPolicy: TextPolicy;
  readonly tokenHash: TokenHash;
  readonly unitOfWork: UnitOfWork<Stores>;
}
