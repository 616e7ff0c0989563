import { setTimeout as wait } from "node:timers/promises";
import type { CallOptions } from "@twinlatch/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { expectAnswer, type Person, problemOf, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openVolley, tally, type Volley } from "../harness/volley.ts";
import { rounds } from "../rounds.ts";

const timeout = 600_000;

/** The answer is given at so many moments, from before the first addition until after the last. */
const ROUNDS = 6;
const STEP_MILLIS = 8;

/** What is asked for first, and what is added while somebody answers. */
const ASKED = enrol("Asked for");
const SLIPPED = Array.from({ length: 4 }, (_, n) => enrol(`Slipped in ${n}`));

function enrol(label: string): CallOptions<"enrolTotp"> {
  return { body: { label } };
}

describe.each(storageKinds("postgres"))("two server processes on %s", (kind) => {
  let installation: Installation;
  let server: RunningServer;
  let volley: Volley;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    server = await installation.start();
    volley = await openVolley([server, await installation.start()], 50);
  });

  afterAll(async () => {
    volley?.close();
    await installation?.stop();
  });

  async function approve(person: Person, challengeId: string, acts: number): Promise<string> {
    const body = { kind: "password", code: person.password, acts } as const;
    const answered = await person.client.call("verifyChallenge", {
      params: { id: challengeId },
      body,
    });
    const approved = expectAnswer(answered);
    if (approved.status !== "approved") throw new Error("The step-up signed in");
    person.sessionToken = approved.sessionToken;
    return approved.proof;
  }

  it("R-054: of 50 posts of each request approved together one goes through", {
    timeout,
  }, async () => {
    for (let round = 0; round < rounds(2, 40); round += 1) {
      const person = await signUpPerson(server);
      const requests = ["One", "Two", "Three"].map(enrol);
      const { id } = await person.demandStepUp("enrolTotp", requests[0]!);
      for (const request of requests.slice(1)) {
        const joined = await person.demandStepUp("enrolTotp", { ...request, challenge: id });
        expect(joined.id).toBe(id);
      }
      const proof = await approve(person, id, 3);

      const results = await volley.fire(150, (connections, index) =>
        connections
          .client(person.sessionToken)
          .call("enrolTotp", { ...requests[index % 3]!, proof }),
      );

      for (const place of [0, 1, 2]) {
        const ofOne = results.filter((_, index) => index % 3 === place);
        expect(tally(ofOne)["ok"], JSON.stringify(tally(results))).toBe(1);
        const late = await person.client.call("enrolTotp", { ...requests[place]!, proof });
        expect(problemOf(late)).toBe("step_up_required");
      }
      person.close();
    }
  });

  it("R-053: what is added while somebody answers is never approved by the answer", {
    timeout,
  }, async () => {
    let joinedTimes = 0;
    for (let round = 0; round < rounds(1, 20) * ROUNDS; round += 1) {
      const person = await signUpPerson(server);
      const { id } = await person.demandStepUp("enrolTotp", ASKED);
      const token = person.sessionToken;

      const [proof, demands] = await Promise.all([
        wait((round % ROUNDS) * STEP_MILLIS).then(() => approve(person, id, 1)),
        volley.fire(SLIPPED.length, (connections, index) =>
          connections.client(token).call("enrolTotp", { ...SLIPPED[index]!, challenge: id }),
        ),
      ]);

      // Who came after the answer was told of another challenge, or that the session's token is old.
      joinedTimes += demands.filter(
        (result) =>
          !result.ok && "challenge" in result.problem && result.problem.challenge?.id === id,
      ).length;
      for (const request of SLIPPED) {
        const spent = await person.client.call("enrolTotp", { ...request, proof });
        expect(problemOf(spent)).toBe("step_up_required");
      }
      expectAnswer(await person.client.call("enrolTotp", { ...ASKED, proof }));
      person.close();
    }
    expect(joinedTimes).toBeGreaterThan(0);
  });
});
