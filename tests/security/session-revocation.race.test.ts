import type { CallOptions, EndpointName } from "@twinlatch/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { expectAnswer, Person, problemOf, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";

/** Requests that begin after the end of the session: fewer would show nothing. */
const ASKED_AFTER = 8;
/** Between two requests of one looping browser: twenty a second. */
const PAUSE_MILLIS = 50;

/** A request of a session that is about to end, by `performance.now()`. */
interface Asked {
  readonly sentAtMillis: number;
  readonly problem: string | undefined;
}

const REVOKED_BY: readonly {
  readonly how: string;
  readonly revoke: (owner: Person, sessionId: string) => Promise<unknown>;
}[] = [
  {
    how: "ending it",
    revoke: (owner, id) => call(owner, "revokeSession", { params: { id } }),
  },
  {
    how: "ending all others",
    revoke: (owner) => call(owner, "revokeOtherSessions", {}),
  },
];

async function call<Name extends EndpointName>(
  { client }: Person,
  name: Name,
  options: CallOptions<Name>,
): Promise<void> {
  expectAnswer(await client.call(name, options));
}

describe.each(storageKinds("postgres"))("two server processes on %s", (kind) => {
  let installation: Installation;
  let servers: readonly RunningServer[];
  let owner: Person;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    servers = [await installation.start(), await installation.start()];
    owner = await signUpPerson(servers[0]!);
  });
  afterAll(async () => {
    owner?.close();
    await installation?.stop();
  });

  /** The same session at a process, asked about until `isOver`. */
  async function loop(thief: Person, asked: Asked[], isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const sentAtMillis = performance.now();
      const result = await thief.client.call("getSession", {});
      asked.push({ sentAtMillis, problem: problemOf(result) });
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
    }
  }

  it.each(REVOKED_BY)(
    "R-049: $how leaves no success at either",
    async ({ revoke }) => {
      for (let round = 0; round < rounds(2, 40); round += 1) {
        const thieves = servers.map((server) => new Person(server, owner.email));
        await thieves[0]!.signIn();
        for (const thief of thieves) thief.sessionToken = thieves[0]!.sessionToken;
        const { sessions } = expectAnswer(await owner.client.call("listSessions", {}));
        const stolen = sessions.find(({ isCurrent }) => !isCurrent)!;

        const asked: Asked[] = [];
        let isOver = false;
        const loops = thieves.map((thief) => loop(thief, asked, () => isOver));
        await expect.poll(() => asked.length).toBeGreaterThanOrEqual(4);
        await revoke(owner, stolen.id);
        const revokedAtMillis = performance.now();
        const askedAfter = () =>
          asked.filter(({ sentAtMillis }) => sentAtMillis >= revokedAtMillis);
        await expect.poll(() => askedAfter().length).toBeGreaterThanOrEqual(ASKED_AFTER);
        isOver = true;
        await Promise.all(loops);

        const before = asked.filter(({ sentAtMillis }) => sentAtMillis < revokedAtMillis);
        expect(before.map(({ problem }) => problem)).toContain(undefined);
        // Not within a second: at once.
        const told = new Set(askedAfter().map(({ problem }) => problem));
        expect(told).toEqual(new Set(["not_signed_in"]));
        expect((await owner.client.call("getSession", {})).ok).toBe(true);
        for (const thief of thieves) thief.close();
      }
    },
    120_000,
  );
});
