import { useQueryClient } from "@tanstack/react-query";
import type { ClientProblem } from "@twinlatch/client";
import { useToast } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { usePending } from "../../page/use-pending.ts";
import { newPasswordError } from "../credentials/credentials-entry.ts";
import type { StepUpResult } from "../step-up/confirm-together.ts";
import { useProtectedCalls } from "../step-up/step-up-provider.tsx";

/** A new password being set, and what came of it. */
export interface NewPassword {
  /** Sends it; with `withCodes` new recovery codes are made too, and both are confirmed together. */
  readonly send: (newPassword: string, withCodes: boolean) => void;
  readonly pending: boolean;
  /** What is wrong with the password itself. */
  readonly wrong: string | null;
  readonly error: string | null;
  /** How often sending was in vain. */
  readonly failures: number;
  /** The new recovery codes, to be shown until they were saved. */
  readonly codes: readonly string[] | undefined;
  readonly onCodesSaved: () => void;
}

/** `onDone` is called once the password was changed and new codes, where there are some, were saved. */
export function useNewPassword(onDone: () => void): NewPassword {
  const { prepare, send } = useProtectedCalls();
  const queryClient = useQueryClient();
  const showToast = useToast();
  const [pending, run] = usePending();
  const { told, fail, tell, clear } = useFailure();
  const [codes, setCodes] = useState<readonly string[]>();
  const [isChanged, setIsChanged] = useState(false);

  function finish(hasMissedCodes: boolean) {
    showToast(messages.profile.changedToast);
    if (hasMissedCodes) showToast(messages.profile.codesNotMade);
    onDone();
  }
  async function change(newPassword: string, withCodes: boolean) {
    const making = withCodes ? prepare("regenerateRecoveryCodes", {}) : undefined;
    const changing = prepare("changePassword", { body: { newPassword } });
    // The password last: a new one voids whatever was confirmed with it and is still to be done.
    await send(making === undefined ? [changing] : [making, changing]);
    const made = making?.result();
    const changed = changing.result();
    if (made?.ok || changed.ok) await queryClient.invalidateQueries();
    if (made?.ok) setCodes(made.answer.recoveryCodes);
    setIsChanged(changed.ok);
    if (!changed.ok) tell(problemOf(made, changed));
    // Nothing covers the new codes; that the password was changed is said after them.
    else if (!made?.ok) finish(made !== undefined);
  }
  return {
    ...told,
    pending,
    codes,
    send(newPassword, withCodes) {
      clear();
      const found = newPasswordError(newPassword);
      if (found === null) run(() => change(newPassword, withCodes));
      else fail(found, null);
    },
    onCodesSaved() {
      setCodes(undefined);
      if (isChanged) finish(false);
    },
  };
}

/** What went wrong last, at the field or beside it. */
function useFailure() {
  const [wrong, setWrong] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [failures, setFailures] = useState(0);

  function clear() {
    setWrong(null);
    setError(null);
  }
  function fail(field: string | null, other: string | null) {
    setWrong(field);
    setError(other);
    setFailures((count) => count + 1);
  }
  function tell(problem: ClientProblem | undefined) {
    if (problem === undefined) return;
    if (problem.code === "invalid_request") fail(messages.password.refused, null);
    else fail(null, problemText(problem));
  }
  return { told: { wrong, error, failures }, fail, tell, clear };
}

/** Why they did not happen: undefined when the person cancelled them. */
function problemOf(
  ...results: readonly (StepUpResult<"regenerateRecoveryCodes" | "changePassword"> | undefined)[]
): ClientProblem | undefined {
  for (const result of results) {
    if (result === undefined || result.ok) continue;
    // What was cancelled for another's sake says nothing.
    if (result.problem.code !== "cancelled") return result.problem;
  }
  return undefined;
}
