import type { Client, SessionView } from "@twinlatch/client";
import { createContext, useContext } from "react";
import type { SignInNotice } from "../features/sign-in/sign-in-arrival.ts";

/** What every signed-in page can rely on. */
export interface SessionContextValue {
  readonly session: SessionView;
  /** Calls the server and notices when the session is over. */
  readonly client: Client;
  /** Leaves the signed-in pages; nothing they knew stays behind. */
  readonly leave: (notice: SignInNotice) => void;
}

export const SessionContext = createContext<SessionContextValue | null>(null);

/** The signed-in session; only below `SignedInPages`. */
export function useSession(): SessionContextValue {
  const value = useContext(SessionContext);
  if (value === null) throw new Error("useSession needs SignedInPages around it");
  return value;
}
