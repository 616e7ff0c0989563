import { newId } from "../platform/ids.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { AuditEvent } from "./audit-event.ts";

/** Who asked for what, from where: everything an event says but how it ended. */
export type Operation = Omit<AuditEvent, "id" | "outcome" | "reason">;

/** What any use case answers. */
interface Outcome {
  readonly outcome: string;
  readonly reason?: string;
}

/**
 * Appends the one event of an operation, in the transaction that decides it, and returns the outcome it
 * was given. Everything but `refused` counts as allowed.
 */
export async function recordOperation<Ended extends Outcome>(
  deps: Pick<VerifierDeps, "random">,
  stores: Pick<VerifierStores, "audit">,
  operation: Operation,
  ended: Ended,
): Promise<Ended> {
  await stores.audit.append({
    id: newId(deps.random, "evt", operation.atMillis),
    ...operation,
    outcome: ended.outcome === "refused" ? "refused" : "allowed",
    reason: ended.reason,
  });
  return ended;
}

/** What an operation ends with when it is allowed. */
type Allowed<Ended> = Exclude<Ended, { readonly outcome: "refused" }>;

/**
 * Runs last in the transaction of an operation that is allowed, and is told what it ended with: what is
 * written here is there if and only if the operation happened.
 */
export type Settle<Stores, Ended> = (stores: Stores, ended: Ended) => Promise<void>;

/**
 * Performs an operation in one transaction with its event: what cannot be recorded does not happen
 * . What `work` returns is recorded, a refusal too, so it refuses before it writes. It may
 * add to the event what it finds out. `step_up_required` alone is not recorded here: `openStepUp` follows
 * and makes the event of that call.
 */
export async function performOperation<Stores extends VerifierStores, Ended extends Outcome>(
  deps: Pick<VerifierDeps<Stores>, "random" | "unitOfWork">,
  operation: Operation,
  work: (
    stores: Stores,
    event: { -readonly [Field in keyof Operation]: Operation[Field] },
  ) => Promise<Ended>,
  settle?: Settle<Stores, NoInfer<Allowed<Ended>>>,
): Promise<Ended> {
  return deps.unitOfWork.write(async (stores) => {
    const event = { ...operation };
    const ended = await work(stores, event);
    if (ended.reason === "step_up_required") return ended;
    await recordOperation(deps, stores, event, ended);
    if (settle !== undefined && isAllowed(ended)) await settle(stores, ended);
    return ended;
  });
}

function isAllowed<Ended extends Outcome>(ended: Ended): ended is Allowed<Ended> & Ended {
  return ended.outcome !== "refused";
}
