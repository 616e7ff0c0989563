import type { ClientProblem, SecurityView } from "@twinlatch/client";
import { useState } from "react";
import { language } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { usePending } from "../../page/use-pending.ts";
import { useProtectedCall } from "../step-up/step-up-provider.tsx";
import { type Country, countryName, type TypedNumber } from "./number-plans.ts";
import { invalidText, type PhoneEntry, readPhone } from "./phone-entry.ts";
import { phoneLabel } from "./phone-label.ts";
import type { PhoneSetUp } from "./phone-set-up.ts";
import { sentText } from "./sent-text.ts";

/** Why a number was not sent a code, and beside which field it is said; null: it is not about a field. */
export interface PhoneRefusal {
  readonly field: "country" | "number" | null;
  readonly error: string;
}

/** Refusals of the number itself. */
const NUMBER_CODES: ReadonlySet<string> = new Set([
  "invalid_request",
  "phone_already_added",
  "phone_not_supported",
  "country_not_supported",
]);

export interface EnrolPhoneOptions {
  readonly security: SecurityView;
  readonly countries: readonly Country[];
  readonly entry: PhoneEntry;
  readonly onSent: (setUp: PhoneSetUp) => void;
}

/** Begins to add the number that was typed, with a fresh proof where one is wanted. */
export function useEnrolPhone({ security, countries, entry, onSent }: EnrolPhoneOptions) {
  const callProtected = useProtectedCall();
  const [pending, run] = usePending();
  const [refusal, setRefusal] = useState<PhoneRefusal | null>(null);
  const [failures, setFailures] = useState(0);

  function refuse(refused: PhoneRefusal) {
    setRefusal(refused);
    setFailures((count) => count + 1);
  }
  async function send(number: TypedNumber) {
    const label = phoneLabel(security.factors.map((factor) => factor.label));
    const result = await callProtected("enrolSms", { body: { phone: number.e164, label } });
    if (result.ok) {
      const { factor, delivered } = result.answer;
      const { waitUntilMillis } = sentText(factor.id, result.answer, Date.now());
      onSent({ factor, number: number.international, waitUntilMillis, isDelivered: delivered });
    } else if (result.problem.code !== "cancelled") {
      refuse(refusalOf(result.problem, number));
    }
  }
  function enrol() {
    const read = readPhone(entry, countries);
    if (!read.ok) return refuse(read);
    setRefusal(null);
    run(() => send(read.number));
  }
  return { enrol, pending, refusal, failures, forget: () => setRefusal(null) };
}

function refusalOf(problem: ClientProblem, { country = "" }: TypedNumber): PhoneRefusal {
  const field = NUMBER_CODES.has(problem.code) ? "number" : null;
  if (problem.code === "invalid_request") return { field, error: invalidText(country) };
  const name = country === "" ? {} : { country: countryName(country, language) };
  return { field, error: problemText(problem, { ...name, hasOtherWay: false }) };
}
