import { answerSignIn, signIn } from "@twinlatch/accounts";
import { TEST_ORIGIN } from "@twinlatch/testkit";
import { DAY_MILLIS } from "./habits.ts";
import type { Person, Scene } from "./person.ts";

/** Guesses that stay below the retirement of the password. */
const PATIENT_GUESSES = 9;
const PATIENT_PAUSE_MILLIS = 31 * DAY_MILLIS;
const GREEDY_PAUSE_MILLIS = DAY_MILLIS / 24;
const MAX_GUESSES_AT_ONCE = 30;

/** Somebody who has the password of a person and guesses codes, from ever new browsers and addresses. */
export interface Thief {
  readonly victim: Person;
  readonly password: string;
  readonly isPatient: boolean;
  /** Codes that were compared. */
  guesses: number;
}

/** Guesses until nothing is compared. Brings when to try again; undefined when the password is dead. */
export async function guessOnce(scene: Scene, thief: Thief): Promise<number | undefined> {
  const { installation, dice, tally } = scene;
  const { deps, clock } = installation;
  const { account, phone } = thief.victim;
  const most = thief.isPatient ? PATIENT_GUESSES : MAX_GUESSES_AT_ONCE;
  let challenge: { challengeId: string; ticket: string } | undefined;
  for (let made = 0; made < most; ) {
    if (challenge === undefined) {
      const first = await signIn(deps, {
        email: account.email,
        password: thief.password,
        addressBlock: `${dice.below(2 ** 31)}`,
        origin: TEST_ORIGIN,
      });
      if (first.outcome !== "second_step") return undefined;
      challenge = { challengeId: first.described.challenge.id, ticket: first.ticket };
    }
    const answered = await answerSignIn(deps, {
      ...challenge,
      kind: "totp",
      factorId: phone.factorId,
      code: String(dice.below(1_000_000)).padStart(6, "0"),
      origin: TEST_ORIGIN,
    });
    if (answered.outcome === "signed_in") {
      tally.guessedRight += 1;
      return undefined;
    }
    if (answered.reason === "challenge_closed") {
      challenge = undefined;
      continue;
    }
    if (answered.reason !== "invalid_code") break;
    made += 1;
    thief.guesses += 1;
  }
  return clock.nowMillis() + (thief.isPatient ? PATIENT_PAUSE_MILLIS : GREEDY_PAUSE_MILLIS);
}
