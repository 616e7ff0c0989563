/** Milliseconds since 1970 as RFC 3339, UTC. */
export function formatTime(millis: number): string {
  return new Date(millis).toISOString();
}

/** The same, or null where there is no time. */
export function formatTimeOrNull(millis: number | undefined): string | null {
  return millis === undefined ? null : formatTime(millis);
}
