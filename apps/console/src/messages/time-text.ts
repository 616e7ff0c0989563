/** A day in full: `3 May 2026`. */
export function dateText(locale: string, at: string | number): string {
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(new Date(at));
}

/** A time of day, as the device's settings have it: `14:02`. */
export function clockText(locale: string, atMillis: number): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(atMillis);
}

/** How long to wait, never less than it is: `45 seconds`, `4 minutes`, `2 hours`. */
export function durationText(locale: string, seconds: number): string {
  const [amount, unit] =
    seconds < 60
      ? [Math.max(1, Math.ceil(seconds)), "second"]
      : seconds < 3600
        ? [Math.ceil(seconds / 60), "minute"]
        : [Math.ceil(seconds / 3600), "hour"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}

/** A day beside today: `today`, `yesterday`, `5 days ago`; older ones in full. */
export function relativeDayText(locale: string, at: string, nowMillis = Date.now()): string {
  const days = Math.round((startOfDay(nowMillis) - startOfDay(Date.parse(at))) / 86_400_000);
  if (days > 13) return dateText(locale, at);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-Math.max(0, days), "day");
}

function startOfDay(atMillis: number): number {
  return new Date(atMillis).setHours(0, 0, 0, 0);
}
