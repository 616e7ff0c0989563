const MINUTE_MILLIS = 60_000;
const HOUR_MILLIS = 60 * MINUTE_MILLIS;
const DAY_MILLIS = 24 * HOUR_MILLIS;

/** Failures behind the right password, in unknown browsers, that retire it … */
export const PASSWORD_RETIREMENT_FAILURES = 10;
/** … within this time. */
export const PASSWORD_RETIREMENT_MILLIS: number = 30 * DAY_MILLIS;

/** A separate budget of one subject. */
export type Lane =
  | "code"
  | "recognised_code"
  | "recovery_code"
  | "behind_password"
  | "password"
  | "mail"
  | "mail_total"
  | "text_number"
  | "text_subject";

/** At most `attempts` counted attempts in any `perMillis`. */
export interface LaneLimit {
  readonly attempts: number;
  readonly perMillis: number;
}

/** How many of its newest attempts a budget remembers: the largest limit of any lane. */
export const REMEMBERED_ATTEMPTS = 60;

const GUESSING_LIMITS: readonly LaneLimit[] = [
  { attempts: 10, perMillis: HOUR_MILLIS },
  { attempts: 20, perMillis: DAY_MILLIS },
  { attempts: 60, perMillis: 30 * DAY_MILLIS },
];

const TEXT_LIMITS: readonly LaneLimit[] = [
  { attempts: 5, perMillis: HOUR_MILLIS },
  { attempts: 10, perMillis: DAY_MILLIS },
];

/**
 * The limits of each lane. `code` pools every second factor of a subject, whichever door the guess
 * comes through. `recognised_code` is the same for browsers the subject is known in, so that
 * strangers cannot use up its owner's tries. `behind_password` counts again what follows a right
 * password in an unknown browser. `password` is counted per address block and grows into longer waits,
 * never into a lock of the account. `mail` bounds what one stranger can have mailed to an address, `mail_total`
 * what all of them can. `text_number` bounds the texts to one number, whoever asks for them, and
 * `text_subject` those of one subject, whatever number they go to.
 */
export const LANE_LIMITS: Readonly<Record<Lane, readonly LaneLimit[]>> = {
  code: GUESSING_LIMITS,
  recognised_code: GUESSING_LIMITS,
  recovery_code: GUESSING_LIMITS,
  behind_password: [
    { attempts: PASSWORD_RETIREMENT_FAILURES, perMillis: PASSWORD_RETIREMENT_MILLIS },
  ],
  password: [
    { attempts: 10, perMillis: 15 * MINUTE_MILLIS },
    { attempts: 20, perMillis: 2 * HOUR_MILLIS },
    { attempts: 40, perMillis: DAY_MILLIS },
  ],
  mail: [
    { attempts: 5, perMillis: HOUR_MILLIS },
    { attempts: 10, perMillis: DAY_MILLIS },
  ],
  mail_total: [
    { attempts: 20, perMillis: HOUR_MILLIS },
    { attempts: 40, perMillis: DAY_MILLIS },
  ],
  text_number: TEXT_LIMITS,
  text_subject: TEXT_LIMITS,
};

/** Holds beside those of `code` while somebody guesses at many accounts. */
export const TIGHTENED_LIMIT: LaneLimit = { attempts: 5, perMillis: DAY_MILLIS };

const RECOGNISED_LANES: Readonly<Partial<Record<Lane, Lane>>> = { code: "recognised_code" };

/** The lane in which a browser's guesses are counted: the kind's own, or that of recognised browsers. */
export function laneFor(lane: Lane, isRecognised: boolean): Lane {
  return (isRecognised ? RECOGNISED_LANES[lane] : undefined) ?? lane;
}
