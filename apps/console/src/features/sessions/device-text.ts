import { messages } from "../../messages/messages.ts";

/** What a browser says it is, as the server reads it. */
export interface NamedDevice {
  readonly browser: string | null;
  readonly system: string | null;
}

/** A browser in words: "Firefox on Windows", or as much of it as is known. */
export function deviceText({ browser, system }: NamedDevice): string {
  if (browser !== null && system !== null) return messages.sessions.browserOn(browser, system);
  return browser ?? system ?? messages.sessions.unknownDevice;
}
