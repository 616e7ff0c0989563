import type { TextMessage, TextRefusalCause } from "./text-message.ts";
import type { TextCaps } from "./text-policy.ts";
import type { VolumeWindow } from "./text-volume-store.ts";

const MINUTE_MILLIS = 60_000;
const HOUR_MILLIS = 60 * MINUTE_MILLIS;
const DAY_MILLIS = 24 * HOUR_MILLIS;

/** Prefixes are judged over the last windows of this length, which slide nearly as time does. */
export const JUDGED_WINDOW_MILLIS: number = 10 * MINUTE_MILLIS;

/** A window with the most texts it takes, and why the next is refused. */
export interface CappedWindow extends VolumeWindow {
  readonly cap: number;
  readonly cause: TextRefusalCause;
}

type Sent = Pick<TextMessage, "addressBlock" | "createdAtMillis" | "prefix" | "purpose">;

/** Every window that a text is counted in; the one everybody shares last, so that it is held shortest. */
export function listWindows(text: Sent, caps: TextCaps): readonly CappedWindow[] {
  const { addressBlock, prefix, purpose } = text;
  const window = (
    cause: TextRefusalCause,
    scope: string,
    lengthMillis: number,
    cap: number,
  ): CappedWindow => ({ ...windowAt(scope, lengthMillis, text.createdAtMillis), cap, cause });
  const isNotice = purpose === "notice";
  return [
    // Whoever takes an account over must not keep that from its old number by having others texted first.
    ...(isNotice
      ? []
      : [
          window("address", `address ${addressBlock}`, HOUR_MILLIS, caps.addressPerHour),
          window("address", `address ${addressBlock}`, DAY_MILLIS, caps.addressPerDay),
        ]),
    window("prefix", `prefix ${prefix}`, HOUR_MILLIS, caps.prefixPerHour),
    window("prefix", `prefix ${prefix}`, DAY_MILLIS, caps.prefixPerDay),
    // What tells of a change holds no code that could be right.
    ...(isNotice
      ? []
      : [{ ...judgedWindow(text), cap: Number.MAX_SAFE_INTEGER, cause: "prefix" } as const]),
    window("installation", "installation", HOUR_MILLIS, caps.installationPerHour),
    window("installation", "installation", DAY_MILLIS, caps.installationPerDay),
  ];
}

/** Where a text counts for the judgement of its prefix. */
export function judgedWindow({
  prefix,
  createdAtMillis,
}: Pick<Sent, "createdAtMillis" | "prefix">): VolumeWindow {
  return windowAt(judgedScope(prefix), JUDGED_WINDOW_MILLIS, createdAtMillis);
}

/** The scope in which a prefix is judged. */
export function judgedScope(prefix: string): string {
  return `judged ${prefix}`;
}

function windowAt(scope: string, lengthMillis: number, atMillis: number): VolumeWindow {
  return { scope, lengthMillis, startsAtMillis: atMillis - (atMillis % lengthMillis) };
}
