interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Digits of what is random or the hour in every answer, the kind of thing first. */
const RANDOM: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["request", /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g],
  ["token", /twl_[a-z]+_[a-z2-7]{52}/g],
  ["id", /\b[a-z]{3}_[a-z2-7]{26}\b/g],
];

/**
 * All that an answer tells: its status, every header and every byte of its body, with one letter for each
 * that is random, so that lengths still show.
 */
export function tellingOf({ statusCode, headers, body }: Answer): string {
  const { date: _, ...told } = headers;
  return RANDOM.reduce(
    (text, [name, pattern]) => text.replace(pattern, (found) => `<${name} of ${found.length}>`),
    JSON.stringify([statusCode, told, body]),
  );
}
