import { median } from "../measure.ts";
import { type Tally, wrongfulLockOuts } from "./tally.ts";

export interface Figure {
  readonly name: string;
  readonly measured: number;
  /** Absent: shown for comparison. */
  readonly atMost?: number;
}

const MINUTE_MILLIS = 60_000;

/** What a run has shown, the targets first. */
export function describeRun(tally: Tally): readonly Figure[] {
  const minutes = (millis: readonly number[]) => median(millis) / MINUTE_MILLIS;
  const worst = (guesses: readonly number[]) => Math.max(0, ...guesses);
  return [
    { name: "wrongful lock-outs", measured: wrongfulLockOuts(tally), atMost: 1 },
    {
      name: "median time back in after a lost phone, min",
      measured: minutes(tally.lostPhoneMillis),
      atMost: 5,
    },
    {
      name: "median time back in after errors, min",
      measured: minutes(tally.troubledMillis),
      atMost: 5,
    },
    {
      name: "median time back in after a retired password, min",
      measured: minutes(tally.retiredMillis),
      atMost: 5,
    },
    {
      name: "most guesses behind one stolen password",
      measured: worst(tally.greedyGuesses),
      atMost: 10,
    },
    { name: "user-years", measured: tally.userYears },
    { name: "sign-ins", measured: tally.signIns },
    { name: "codes sent", measured: tally.codes },
    { name: "  of them wrong", measured: tally.wrongCodes },
    { name: "codes sent twice at once", measured: tally.doubleClicks },
    { name: "  of them refused", measured: tally.doubleClicksRefused },
    { name: "phones lost", measured: tally.lostPhones },
    { name: "clocks corrected", measured: tally.slowClocks },
    { name: "notices of a new browser", measured: tally.newBrowserNotices },
    { name: "kept out by a budget", measured: tally.lockedOutByBudget },
    { name: "password retired by its owner's errors", measured: tally.lockedOutByRetirement },
    { name: "authenticator disabled", measured: tally.lockedOutByDisabledFactor },
    {
      name: "kept out of a known browser by a thief",
      measured: tally.keptOutByThiefInKnownBrowser,
    },
    { name: "kept out of a new browser by a thief", measured: tally.keptOutByThiefInNewBrowser },
    { name: "false alarms of spraying", measured: tally.falseAlarms },
    { name: "thieves who guess at every chance", measured: tally.greedyGuesses.length },
    { name: "thieves who stay at 9 in 30 days", measured: tally.patientGuesses.length },
    { name: "  most guesses of one in a year", measured: worst(tally.patientGuesses) },
    { name: "passwords retired", measured: tally.passwordsRetired },
    { name: "codes guessed right", measured: tally.guessedRight },
    { name: "median sign-in, s", measured: median(tally.signInMillis) / 1_000 },
  ];
}
