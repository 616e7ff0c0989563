import type { FactorView } from "@twinlatch/client";
import { createContext, useContext } from "react";

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
  /** Why it could not begin; null when it could. */
  readonly error: string | null;
}

export const EnrolmentContext = createContext<EnrolmentStart | null>(null);

/** Begins to add an authenticator app; only below `EnrolmentProvider`. */
export function useEnrolment(): EnrolmentStart {
  const start = useContext(EnrolmentContext);
  if (start === null) throw new Error("useEnrolment needs an EnrolmentProvider around it");
  return start;
}
