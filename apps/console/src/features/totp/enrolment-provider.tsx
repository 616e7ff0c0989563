import { useQueryClient } from "@tanstack/react-query";
import type { FactorView, SecurityView } from "@twinlatch/client";
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import { useSession } from "../../session/session-context.ts";
import { useChange } from "../../session/use-change.ts";
import { pendingApp } from "../security/security-state.ts";

const EnrolDialog = lazy(async () => ({
  default: (await import("./enrol-dialog.tsx")).EnrolDialog,
}));

/** An authenticator app being added. */
export interface Enrolment {
  readonly factor: FactorView;
  /** What the app has to learn. Null after a reload: it is shown only once. */
  readonly key: { readonly secret: string; readonly uri: string } | null;
}

/** The way into the dialog that adds an authenticator app. */
export interface EnrolmentStart {
  readonly begin: () => void;
  readonly pending: boolean;
  readonly error: string | null;
}

const EnrolmentContext = createContext<EnrolmentStart | null>(null);

/** Begins to add an authenticator app; only below `EnrolmentProvider`. */
export function useEnrolment(): EnrolmentStart {
  const start = useContext(EnrolmentContext);
  if (start === null) throw new Error("useEnrolment needs an EnrolmentProvider around it");
  return start;
}

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
        <Suspense>
          <EnrolDialog
            key={enrolment.factor.id}
            enrolment={enrolment}
            security={security}
            onAbandon={() => void abandon(enrolment)}
            onDone={() => setEnrolment(null)}
          />
        </Suspense>
      )}
    </EnrolmentContext>
  );
}

function interrupted(security: SecurityView): Enrolment | null {
  const factor = pendingApp(security);
  return factor ? { factor, key: null } : null;
}
