import { decodeBase32, generateTotp } from "@twinlatch/otp";
import {
  type AccountScenario,
  granted,
  signUpAccount,
  TEST_PASSWORD,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { DAY_MILLIS, type Dice, HABITS } from "./habits.ts";
import type { Tally } from "./tally.ts";

/** Where a slice of the simulation happens. */
export interface Scene {
  readonly installation: TestInstallation;
  readonly dice: Dice;
  readonly tally: Tally;
}

/** A phone with an authenticator app; its clock may go wrong. */
export interface Phone {
  readonly factorId: string;
  readonly secret: Uint8Array;
  readonly driftPerDayMillis: number;
  /** When its clock was last right. */
  rightAtMillis: number;
}

export interface Browser {
  tokens: readonly string[];
  readonly isForgetful: boolean;
}

/** What the people of one account share. */
export interface SharedAccount {
  readonly email: string;
  password: string;
  readonly recoveryCodes: string[];
  /** Somebody else knows the password. */
  hasThief: boolean;
}

/** One honest person with a phone and browsers of their own. */
export interface Person {
  readonly account: SharedAccount;
  readonly errorRate: number;
  readonly browsers: Browser[];
  phone: Phone;
}

/** Signs up, sets up an authenticator app and keeps the recovery codes; some do so for two. */
export async function signUpPeople(scene: Scene, email: string): Promise<readonly Person[]> {
  const { installation, dice, tally } = scene;
  const owner = await signUpAccount(installation, email);
  const first = await setUpPhone(scene, owner, "Phone");
  const account = {
    email,
    password: TEST_PASSWORD,
    recoveryCodes: [...first.recoveryCodes],
    hasThief: false,
  };
  const people = [newPerson(scene, account, first.phone, owner.browserTokens)];
  if (dice.happens(HABITS.sharedAccounts)) {
    const second = await setUpPhone(scene, owner, "Second phone", first.authenticator);
    people.push(newPerson(scene, account, second.phone, []));
  }
  tally.people += people.length;
  tally.userYears += people.length;
  return people;
}

function newPerson(
  { dice }: Scene,
  account: SharedAccount,
  phone: Phone,
  tokens: readonly string[],
): Person {
  const isForgetful = dice.happens(HABITS.forgetfulBrowsers);
  const browsers = Array.from({ length: HABITS.browsersPerPerson }, (_, index) => ({
    tokens: index === 0 && !isForgetful ? tokens : [],
    isForgetful,
  }));
  return { account, errorRate: dice.between(HABITS.typingErrors), browsers, phone };
}

/** Adds an authenticator app in a session that may; the clock moves on one step. */
export async function setUpPhone(
  { installation, dice }: Scene,
  owner: AccountScenario,
  label: string,
  proving?: TestAuthenticator,
): Promise<{ phone: Phone; authenticator: TestAuthenticator; recoveryCodes: readonly string[] }> {
  const authenticator = await owner.enrol(label, proving);
  const confirmed = granted(await owner.confirm(authenticator));
  await owner.follow(confirmed.granted);
  installation.clock.advance(30_000);
  const isDrifting = dice.happens(HABITS.driftingPhones);
  const drift = isDrifting ? dice.between(HABITS.driftSecondsPerDay) * 1_000 : 0;
  const phone = {
    factorId: authenticator.factorId,
    secret: decodeBase32(authenticator.secret) ?? new Uint8Array(0),
    driftPerDayMillis: dice.happens(0.5) ? drift : -drift,
    rightAtMillis: installation.clock.nowMillis(),
  };
  return { phone, authenticator, recoveryCodes: confirmed.recoveryCodes ?? [] };
}

/** How much the phone's clock is ahead. */
export function driftOf(phone: Phone, nowMillis: number): number {
  return ((nowMillis - phone.rightAtMillis) / DAY_MILLIS) * phone.driftPerDayMillis;
}

/** What the phone shows now. */
export function shownCode({ installation: { clock, deps } }: Scene, phone: Phone): string {
  const nowMillis = clock.nowMillis();
  const shownMillis = Math.round(nowMillis + driftOf(phone, nowMillis));
  return generateTotp(deps.hmac, { secret: phone.secret, nowMillis: shownMillis });
}
