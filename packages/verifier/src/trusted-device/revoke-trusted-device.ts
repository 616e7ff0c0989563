import { type Operation, performOperation } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  "clock" | "random" | "unitOfWork"
>;

interface Revocation {
  readonly subject: Subject;
  readonly sessionId: string;
  readonly origin: Origin;
}

type Revoked = { readonly outcome: "revoked" };

/**
 * Ends the trust in one device at once, on every process. Needs no proof, whatever the session: it only
 * takes rights away. Refused with `not_found` when the subject has no such device.
 */
export async function revokeTrustedDevice<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  input: Revocation & { readonly deviceId: string },
): Promise<Revoked | Refusal<"not_found">> {
  const { subject, deviceId } = input;
  const operation = { ...describeRevocation(deps, input), target: deviceId };
  return performOperation(deps, operation, async (stores) => {
    const isRevoked = await stores.trustedDevices.remove(subject, deviceId);
    return isRevoked ? { outcome: "revoked" } : refuse("not_found");
  });
}

/** Ends the trust in all of the subject's devices at once. With none it changes nothing. */
export async function revokeAllTrustedDevices<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  input: Revocation,
): Promise<Revoked> {
  const operation = describeRevocation(deps, input);
  const type = "trusted_device.all_revoked";
  return performOperation(deps, { ...operation, type }, async (stores) => {
    await holdSubject(stores, input.subject);
    await stores.trustedDevices.forget(input.subject);
    return { outcome: "revoked" };
  });
}

function describeRevocation(
  { clock }: Pick<VerifierDeps, "clock">,
  { subject, sessionId, origin }: Revocation,
): Operation {
  const atMillis = clock.nowMillis();
  return { atMillis, ...subject, type: "trusted_device.revoked", sessionId, origin };
}
