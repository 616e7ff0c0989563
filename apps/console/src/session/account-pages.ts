import type { ComponentType } from "react";
import { SecurityPage } from "../features/security/security-page.tsx";
import { messages } from "../messages/messages.ts";
import { Loading } from "../page/loading.tsx";
import { onDemand } from "../page/on-demand.tsx";
import { PATHS } from "../paths.ts";

const SessionsPage = onDemand(
  async () => (await import("../features/sessions/sessions-page.tsx")).SessionsPage,
  Loading,
);
const ActivityPage = onDemand(
  async () => (await import("../features/activity/activity-page.tsx")).ActivityPage,
  Loading,
);

const ProfilePage = onDemand(
  async () => (await import("../features/profile/profile-page.tsx")).ProfilePage,
  Loading,
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
