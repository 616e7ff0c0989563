import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Ledger } from "../harness/ledger.ts";
import {
  type Authenticator,
  expectAnswer,
  type Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";

/** What the callers rely on, because it was answered. */
export interface Promises {
  /** Wrong codes answered as wrong since the round began. */
  denials: number;
  /** Each was answered with a session. */
  readonly acceptedCodes: Set<string>;
  readonly accounts: Set<string>;
  readonly usedRecoveryCodes: { readonly person: Person; readonly code: string }[];
  readonly endedSessions: { readonly person: Person; readonly token: string | undefined }[];
}

export function noPromises(): Promises {
  return {
    denials: 0,
    acceptedCodes: new Set(),
    accounts: new Set(),
    usedRecoveryCodes: [],
    endedSessions: [],
  };
}

/** The people who come back in every round. */
export interface Regulars {
  /** Guesses. */
  readonly attacker: { readonly person: Person; readonly authenticator: Authenticator };
  /** Signs in. */
  readonly owner: { readonly person: Person; readonly authenticator: Authenticator };
}

export async function signUpRegulars(server: RunningServer, ledger: Ledger): Promise<Regulars> {
  const signUp = async () => {
    const person = await signUpPerson(server, { watch: ledger.watch });
    return { person, authenticator: (await person.addAuthenticator()).authenticator };
  };
  return { attacker: await signUp(), owner: await signUp() };
}

/**
 * Does everything at once until the server is killed: guesses, presents one right code again and
 * again, and signs up new people who enrol, use a recovery code and sign out. The kill comes after so
 * many answers, between two of them.
 */
export async function loadUntilKilled(
  server: RunningServer,
  { attacker, owner }: Regulars,
  {
    ledger,
    promises,
    killAfterAnswers,
  }: {
    readonly ledger: Ledger;
    readonly promises: Promises;
    readonly killAfterAnswers: number;
  },
): Promise<void> {
  const killing = new AbortController();
  const untilKilled = async (act: () => Promise<unknown>) => {
    while (!killing.signal.aborted) {
      try {
        await act();
      } catch (error) {
        // What was under way has no answer; anything else is a failure of the test.
        if (killing.signal.aborted) return;
        killing.abort();
        throw error;
      }
    }
  };
  const killAt = ledger.size + killAfterAnswers;
  const killWhen = async (isTime: () => boolean) => {
    while (!isTime() && !killing.signal.aborted) await sleep(1);
    await sleep(randomInt(20));
    killing.abort();
    await server.kill();
  };
  const code = owner.authenticator.code();
  await Promise.all([
    untilKilled(() => guess(attacker, promises)),
    untilKilled(() => present(owner, code, promises)),
    untilKilled(() => liveOnce(server, ledger, promises)),
    untilKilled(() => liveOnce(server, ledger, promises)),
    killWhen(() => ledger.size >= killAt),
  ]);
}

async function guess(
  { person, authenticator }: Regulars["attacker"],
  promises: Promises,
): Promise<void> {
  const step = await person.beginSignIn();
  for (const code of authenticator.wrongCodes(3)) {
    const result = await person.answer(step, totpAnswer(authenticator, code));
    if (problemOf(result) === "invalid_code") promises.denials += 1;
  }
}

/** Presents one code on a new sign-in. */
export async function present(
  { person, authenticator }: Regulars["owner"],
  code: string,
  promises: Promises,
): Promise<string | undefined> {
  const step = await person.beginSignIn();
  const result = await person.answer(step, totpAnswer(authenticator, code));
  if (result.ok) {
    if (promises.acceptedCodes.has(code)) throw new Error("A code was accepted twice");
    promises.acceptedCodes.add(code);
  }
  return problemOf(result);
}

async function liveOnce(server: RunningServer, ledger: Ledger, promises: Promises): Promise<void> {
  const person = await signUpPerson(server, { watch: ledger.watch });
  promises.accounts.add(person.email);
  const authenticator = await person.enrol();
  const options = { params: { id: authenticator.factorId }, body: { code: authenticator.code() } };
  const confirmed = expectAnswer(await person.client.call("confirmFactor", options));
  person.sessionToken = confirmed.sessionToken;
  expectAnswer(await person.client.call("acknowledgeRecoveryCodes", {}));

  const [code = ""] = confirmed.recoveryCodes ?? [];
  const step = await person.beginSignIn();
  expectAnswer(await person.answer(step, { kind: "recovery_code", code }));
  promises.usedRecoveryCodes.push({ person, code });

  const token = person.sessionToken;
  expectAnswer(await person.client.call("signOut", {}));
  promises.endedSessions.push({ person, token });
}
