import type { AuditEventType } from "../audit/audit-event.ts";
import type { VerifierStores } from "../verifier-stores.ts";

/** Kinds of which a person can have several, each with a name and a record of its own. */
export type NamedKind = "totp" | "sms";

/** The records of one kind. */
type FactorRecords = VerifierStores["phones"] | VerifierStores["totp"];

/** A record of any of these kinds. */
export type FactorRecord = NonNullable<Awaited<ReturnType<FactorRecords["find"]>>>;

/** Where the records of each kind are. */
export const RECORDS_OF: Readonly<Record<NamedKind, (stores: VerifierStores) => FactorRecords>> = {
  totp: (stores) => stores.totp,
  sms: (stores) => stores.phones,
};

/** The word before the dot in the events of each kind. */
const EVENT_FOLDER = { totp: "totp", sms: "sms_code" } as const satisfies Record<NamedKind, string>;

/** The event of something done to a factor of a kind. */
export function factorEvent(
  kind: NamedKind,
  done: "changed" | "removed" | "resumed" | "suspended",
): AuditEventType {
  return `${EVENT_FOLDER[kind]}.${done}`;
}

/** The kind of factor an id names: a phone's begins as no other does. */
export function kindOfFactorId(factorId: string): NamedKind {
  return factorId.startsWith("pho_") ? "sms" : "totp";
}
