/** What is counted. Figures of several slices are added up. */
export interface Tally {
  userYears: number;
  people: number;
  signIns: number;
  /** Second steps answered, right and wrong. */
  codes: number;
  wrongCodes: number;
  /** Right codes sent twice at once, and how often that cost a person anything. */
  doubleClicks: number;
  doubleClicksRefused: number;
  lostPhones: number;
  slowClocks: number;
  newBrowserNotices: number;
  /** By what an honest person was kept out though they had everything; nobody had their password. */
  lockedOutByBudget: number;
  lockedOutByRetirement: number;
  lockedOutByDisabledFactor: number;
  /** The same where somebody had their password. In a known browser nobody can do that to them. */
  keptOutByThiefInKnownBrowser: number;
  keptOutByThiefInNewBrowser: number;
  falseAlarms: number;
  /** User time of a whole sign-in, of one in which something went wrong, and after a lost phone. */
  signInMillis: number[];
  troubledMillis: number[];
  lostPhoneMillis: number[];
  retiredMillis: number[];
  /** Guesses compared behind each stolen password. */
  greedyGuesses: number[];
  patientGuesses: number[];
  passwordsRetired: number;
  guessedRight: number;
}

export function newTally(): Tally {
  return {
    userYears: 0,
    people: 0,
    signIns: 0,
    codes: 0,
    wrongCodes: 0,
    doubleClicks: 0,
    doubleClicksRefused: 0,
    lostPhones: 0,
    slowClocks: 0,
    newBrowserNotices: 0,
    lockedOutByBudget: 0,
    lockedOutByRetirement: 0,
    lockedOutByDisabledFactor: 0,
    keptOutByThiefInKnownBrowser: 0,
    keptOutByThiefInNewBrowser: 0,
    falseAlarms: 0,
    signInMillis: [],
    troubledMillis: [],
    lostPhoneMillis: [],
    retiredMillis: [],
    greedyGuesses: [],
    patientGuesses: [],
    passwordsRetired: 0,
    guessedRight: 0,
  };
}

/** Adds figures: numbers are summed, lists joined. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = newTally();
  for (const tally of tallies) {
    for (const name of NUMBERS) sum[name] += tally[name];
    for (const name of LISTS) sum[name] = sum[name].concat(tally[name]);
  }
  return sum;
}

type NamesOf<Value> = {
  [Name in keyof Tally]: Tally[Name] extends Value ? Name : never;
}[keyof Tally];

const NUMBERS: readonly NamesOf<number>[] = [
  "userYears",
  "people",
  "signIns",
  "codes",
  "wrongCodes",
  "doubleClicks",
  "doubleClicksRefused",
  "lostPhones",
  "slowClocks",
  "newBrowserNotices",
  "lockedOutByBudget",
  "lockedOutByRetirement",
  "lockedOutByDisabledFactor",
  "keptOutByThiefInKnownBrowser",
  "keptOutByThiefInNewBrowser",
  "falseAlarms",
  "passwordsRetired",
  "guessedRight",
];

const LISTS: readonly NamesOf<number[]>[] = [
  "signInMillis",
  "troubledMillis",
  "lostPhoneMillis",
  "retiredMillis",
  "greedyGuesses",
  "patientGuesses",
];

/** Honest people whom a limit of ours kept out, though nobody else was about. */
export function wrongfulLockOuts(tally: Tally): number {
  return (
    tally.lockedOutByBudget +
    tally.lockedOutByRetirement +
    tally.lockedOutByDisabledFactor +
    tally.keptOutByThiefInKnownBrowser
  );
}
