import { useQueryClient } from "@tanstack/react-query";
import type { SecurityView } from "@twinlatch/client";
import { type ReactNode, useState } from "react";
import { useSession } from "../../session/session-context.ts";
import { useChange } from "../../session/use-change.ts";
import { pendingFactor } from "../security/security-state.ts";
import { EnrolDialog } from "./enrol-dialog.tsx";
import { type Enrolment, EnrolmentContext } from "./enrolment.ts";

interface EnrolmentProviderProps {
  readonly security: SecurityView;
  readonly children: ReactNode;
}

/**
 * Holds the one enrolment that can be open. One that a reload interrupted opens again at its code. The
 * set-up key is kept only while the dialog is open.
 */
export function EnrolmentProvider({ security, children }: EnrolmentProviderProps) {
  const { client } = useSession();
  const queryClient = useQueryClient();
  const { change, pending, error } = useChange();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(() => interrupted(security));

  function begin() {
    change("enrolTotp", { body: {} }, ({ factor, secret, uri }) =>
      setEnrolment({ factor, key: { secret, uri } }),
    );
  }
  async function abandon({ factor }: Enrolment) {
    setEnrolment(null);
    // Where this fails, the enrolment dies by itself in ten minutes.
    await client.call("removeFactor", { params: { id: factor.id } });
    await queryClient.invalidateQueries();
  }
  return (
    <EnrolmentContext value={{ begin, pending, error }}>
      {children}
      {enrolment && (
        <EnrolDialog
          key={enrolment.factor.id}
          enrolment={enrolment}
          security={security}
          onAbandon={() => void abandon(enrolment)}
          onDone={() => setEnrolment(null)}
        />
      )}
    </EnrolmentContext>
  );
}

function interrupted(security: SecurityView): Enrolment | null {
  const factor = pendingFactor(security, "totp");
  return factor ? { factor, key: null } : null;
}
