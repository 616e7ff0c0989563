import { IDEMPOTENCY_HEADER } from "@twinlatch/api-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowed, auditAfter, countAttempts, newestAudit } from "../harness/audit-trail.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { type Authenticator, type Person, signUpPerson, totpAnswer } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openVolley, type Volley } from "../harness/volley.ts";
import { rounds } from "../rounds.ts";

const POSTS = 50;
const STEP_MILLIS = 30_000;
const timeout = 600_000;

describe.each(storageKinds("postgres"))("two server processes on %s", (kind) => {
  let installation: Installation;
  let server: RunningServer;
  let volley: Volley;
  let person: Person;
  let authenticator: Authenticator;
  let keys = 0;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    server = await installation.start();
    volley = await openVolley([server, await installation.start()], POSTS);
    person = await signUpPerson(server);
    ({ authenticator } = await person.addAuthenticator());
  });

  afterAll(async () => {
    person?.close();
    volley?.close();
    await installation?.stop();
  });

  /** Posts the same call with the same key from all connections at once; brings the different answers. */
  async function postTogether(path: string, token: string, body: object) {
    keys += 1;
    const init = {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        [IDEMPOTENCY_HEADER]: `one-key-for-all-${keys}`,
      },
      body: JSON.stringify(body),
    };
    const answers = await volley.fire(POSTS, async ({ baseUrl, fetch }) => {
      const response = await fetch(`${baseUrl}/api/v1${path}`, init);
      return `${response.status} ${await response.text()}`;
    });
    return [...new Set(answers)];
  }

  it("R-115: 50 posts of one call with one key have one effect and one answer", {
    timeout,
  }, async () => {
    for (let round = 0; round < rounds(3, 50); round += 1) {
      installation.clock.advance(STEP_MILLIS);
      const step = await person.beginSignIn();
      const before = await newestAudit(installation.database);
      const path = `/challenges/${step.challengeId}/verify`;
      const answers = await postTogether(path, step.ticket, totpAnswer(authenticator));

      expect(answers).toEqual([expect.stringMatching(/^200 .*"sessionToken":"twl_session_/)]);
      const events = await auditAfter(installation.database, before);
      expect(allowed(events, "sign_in.second_step")).toHaveLength(1);
      expect(await countAttempts(installation.database)).toBe(0);
    }
  });

  it("R-115: 50 posts of one wrong code with one key count at most one guess a process", {
    timeout,
  }, async () => {
    installation.clock.advance(STEP_MILLIS);
    const step = await person.beginSignIn();
    const [wrong] = authenticator.wrongCodes(1);
    const path = `/challenges/${step.challengeId}/verify`;
    const answers = await postTogether(path, step.ticket, totpAnswer(authenticator, wrong));
    expect(answers.map((answer) => /"code":"\w+"/.exec(answer)?.[0])).toEqual(
      answers.map(() => '"code":"invalid_code"'),
    );
    const counted = await countAttempts(installation.database);
    expect([1, 2]).toContain(counted);
  });
});
