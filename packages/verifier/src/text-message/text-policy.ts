/** How many texts may be sent in one fixed window of time. */
export interface TextCaps {
  /** One IPv4 address or IPv6 /64. */
  readonly addressPerHour: number;
  readonly addressPerDay: number;
  /** Ten thousand neighbouring numbers. */
  readonly prefixPerHour: number;
  readonly prefixPerDay: number;
  /** Everybody together. */
  readonly installationPerHour: number;
  readonly installationPerDay: number;
}

/** What an operator decides about text messages. */
export interface TextPolicy {
  /** Whom to text: ISO 3166-1 alpha-2; `all` in development alone. */
  readonly countries: "all" | readonly string[];
  readonly caps: TextCaps;
  /**
   * `record`: what the caps by address and prefix and the suspension of prefixes would refuse is sent and
   * recorded as such, so that an operator sees what they would do. Everything else is enforced always.
   */
  readonly fraudRules: "enforce" | "record";
}

/** At these caps the worst day costs a thousand texts. */
export const DEFAULT_TEXT_CAPS: TextCaps = {
  addressPerHour: 20,
  addressPerDay: 60,
  prefixPerHour: 150,
  prefixPerDay: 400,
  installationPerHour: 300,
  installationPerDay: 1_000,
};

/** A prefix is suspended when fewer of its texts … */
export const MIN_REDEEMED_SHARE = 0.4;
/** … of at least so many … */
export const MIN_JUDGED_TEXTS = 100;
/** … in this time led to a right code … */
export const JUDGED_MILLIS: number = 60 * 60_000;
/** … for so long. */
export const PREFIX_SUSPENSION_MILLIS: number = 24 * 60 * 60_000;
