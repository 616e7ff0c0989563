import { type ComponentType, lazy } from "react";
import { SecurityPage } from "../features/security/security-page.tsx";
import { messages } from "../messages/messages.ts";
import { PATHS } from "../paths.ts";

const SessionsPage = lazy(async () => ({
  default: (await import("../features/sessions/sessions-page.tsx")).SessionsPage,
}));
const ActivityPage = lazy(async () => ({
  default: (await import("../features/activity/activity-page.tsx")).ActivityPage,
}));

const ProfilePage = lazy(async () => ({
  default: (await import("../features/profile/profile-page.tsx")).ProfilePage,
}));

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
