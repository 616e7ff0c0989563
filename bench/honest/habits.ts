import { SeededRandom } from "@twinlatch/testkit";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
export const DAY_MILLIS: number = 24 * 60 * MINUTE;

/** What people do and how long it takes them. All of it is assumed; the report prints it. */
export const HABITS = {
  /** Wrong in one entry of a code or a password: each person has a rate of their own between these. */
  typingErrors: [0.05, 0.08],
  signInsPerWeek: 2,
  /** Browsers that a person begins to use, or empties of their cookies, in a year. */
  newBrowsersPerYear: 3,
  browsersPerPerson: 2,
  /** Who lets the browser forget everything whenever it closes: never recognised. */
  forgetfulBrowsers: 0.05,
  /** Accounts that two people use, each with a phone and browsers of their own. */
  sharedAccounts: 0.1,
  /** Sign-ins in which the code is sent twice at the same moment. */
  doubleClicks: 0.02,
  /** Codes that are typed so slowly that they are up to two minutes old. */
  slowHands: 0.03,
  lostPhonesPerYear: 0.05,
  /** Phones whose clock is not set by the network, and by how much it goes wrong in a day. */
  driftingPhones: 0.02,
  driftSecondsPerDay: [0.5, 2],
  /** Accounts whose password somebody else has; half of those guess at every chance, half with patience. */
  stolenPasswords: 0.02,
} as const;

/** How long it takes, in milliseconds. */
export const TIMES = {
  typePassword: 8 * SECOND,
  readCode: 12 * SECOND,
  readAgain: 6 * SECOND,
  chooseAnotherWay: 5 * SECOND,
  findRecoveryCodes: 2 * MINUTE,
  typeRecoveryCode: 25 * SECOND,
  setUpPhone: 75 * SECOND,
  correctClock: 90 * SECOND,
  choosePassword: 40 * SECOND,
  readMail: 60 * SECOND,
} as const;

/** Chance, the same for the same seed. */
export class Dice {
  readonly #random: SeededRandom;

  constructor(seed: string) {
    this.#random = new SeededRandom(`honest ${seed}`);
  }

  /** From 0 to below 1. */
  number(): number {
    return new DataView(this.#random.bytes(4).slice().buffer).getUint32(0) / 2 ** 32;
  }

  happens(probability: number): boolean {
    return this.number() < probability;
  }

  between([from, to]: readonly [number, number]): number {
    return from + this.number() * (to - from);
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.number() * end);
  }

  /** The wait for something that happens so often in a year, at any moment as likely as at any other. */
  wait(timesPerYear: number): number {
    return (-Math.log(1 - this.number()) / timesPerYear) * 365 * DAY_MILLIS;
  }

  /** The code with one digit wrong. */
  mistype(code: string): string {
    const place = this.below(code.length);
    const wrong = (Number(code[place]) + 1 + this.below(9)) % 10;
    return code.slice(0, place) + wrong + code.slice(place + 1);
  }
}
