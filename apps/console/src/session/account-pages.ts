import type { ComponentType } from "react";
import { SecurityPage } from "../features/security/security-page.tsx";
import { messages } from "../messages/messages.ts";
import { Loading } from "../page/loading.tsx";
import { type Instead, onDemand } from "../page/on-demand.tsx";
import { PATHS } from "../paths.ts";
import { MissingPage } from "./missing-page.tsx";

export const INSTEAD_OF_PAGE: Instead = { Coming: Loading, Missing: MissingPage };

const SessionsPage = onDemand(
  async () => (await import("../features/sessions/sessions-page.tsx")).SessionsPage,
  INSTEAD_OF_PAGE,
);
const ActivityPage = onDemand(
  async () => (await import("../features/activity/activity-page.tsx")).ActivityPage,
  INSTEAD_OF_PAGE,
);
const ProfilePage = onDemand(
  async () => (await import("../features/profile/profile-page.tsx")).ProfilePage,
  INSTEAD_OF_PAGE,
);

/** A page of the account: one entry here puts it at its address and into the navigation. */
export interface AccountPageEntry {
  readonly path: string;
  readonly label: string;
  readonly Page: ComponentType;
}

/** In the order of the navigation. All but the first are loaded when they are opened. */
export const ACCOUNT_PAGES: readonly AccountPageEntry[] = [
  { path: PATHS.security, label: messages.security.title, Page: SecurityPage },
  { path: PATHS.profile, label: messages.profile.title, Page: ProfilePage },
  { path: PATHS.sessions, label: messages.sessions.title, Page: SessionsPage },
  { path: PATHS.activity, label: messages.activity.title, Page: ActivityPage },
];
