import type { CallOptions, Challenge, EndpointName } from "@twinlatch/client";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useSession } from "../../session/session-context.ts";
import type { Approval } from "./approval.ts";
import {
  confirmTogether,
  type ProtectedCall,
  protectCall,
  type ResultingCall,
  type StepUpResult,
} from "./confirm-together.ts";
import { StepUpDialog } from "./step-up-dialog.tsx";

type Approve = (challenge: Challenge) => Promise<Approval>;

const ApproveContext = createContext<Approve | null>(null);

interface Demand {
  readonly challenge: Challenge;
  readonly settle: (approval: Approval) => void;
}

/** Lets the pages below ask for a fresh proof: the dialog opens over whatever is shown, and leaves it as it is. */
export function StepUpProvider({ children }: { readonly children: ReactNode }) {
  const [demand, setDemand] = useState<Demand | null>(null);
  const approve = useCallback<Approve>(
    (challenge) =>
      new Promise((resolve) => {
        setDemand({
          challenge,
          settle(approval) {
            setDemand(null);
            resolve(approval);
          },
        });
      }),
    [],
  );
  return (
    <ApproveContext value={approve}>
      {children}
      {demand && (
        <StepUpDialog
          key={demand.challenge.id}
          challenge={demand.challenge}
          onSettled={demand.settle}
        />
      )}
    </ApproveContext>
  );
}

/** Calls a route that may want a fresh proof, which is then added. */
export type CallProtected = <Name extends EndpointName>(
  name: Name,
  options: CallOptions<Name>,
) => Promise<StepUpResult<Name>>;

/** The call for everything on the signed-in pages that changes something. */
export function useProtectedCall(): CallProtected {
  const { prepare, send } = useProtectedCalls();
  return async (name, options) => {
    const call = prepare(name, options);
    await send([call]);
    return call.result();
  };
}

/** Several such calls that the person confirms together. */
export interface ProtectedCalls {
  readonly prepare: <Name extends EndpointName>(
    name: Name,
    options: CallOptions<Name>,
  ) => ResultingCall<Name>;
  /** Sends them in their order; afterwards each has its result. */
  readonly send: (calls: readonly ProtectedCall[]) => Promise<void>;
}

export function useProtectedCalls(): ProtectedCalls {
  const { client } = useSession();
  const approve = useContext(ApproveContext);
  if (approve === null) throw new Error("useProtectedCalls needs a StepUpProvider around it");
  return {
    prepare: (name, options) => protectCall((shown) => client.call(name, { ...options, ...shown })),
    send: (calls) => confirmTogether(calls, approve),
  };
}
