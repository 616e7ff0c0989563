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

/** A moment to the minute; the day beside today where it is near: `today, 14:02`, `3 May 2026, 14:02`. */
export function momentText(locale: string, at: string, nowMillis = Date.now()): string {
  return `${relativeDayText(locale, at, nowMillis)}, ${clockText(locale, Date.parse(at))}`;
}

/** A moment still to come, to the minute: `tomorrow, 14:02`, `3 May 2026, 14:02`. */
export function comingMomentText(locale: string, at: string, nowMillis = Date.now()): string {
  const days = Math.round((startOfDay(Date.parse(at)) - startOfDay(nowMillis)) / 86_400_000);
  const day =
    days > 13
      ? dateText(locale, at)
      : new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.max(0, days), "day");
  return `${day}, ${clockText(locale, Date.parse(at))}`;
}

const WAIT_UNITS = [
  { unit: "second", seconds: 1, below: 60 },
  { unit: "minute", seconds: 60, below: 3_600 },
  { unit: "hour", seconds: 3_600, below: Number.POSITIVE_INFINITY },
] as const;

/** How long to wait, never less than it is: `45 seconds`, `4 minutes`, `2 hours`. */
export function durationText(locale: string, seconds: number): string {
  const fitting = WAIT_UNITS.find(({ below }) => seconds < below) ?? WAIT_UNITS[2];
  const amount = Math.max(1, Math.ceil(seconds / fitting.seconds));
  const style = { style: "unit", unit: fitting.unit, unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale, style).format(amount);
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
