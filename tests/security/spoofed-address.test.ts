import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnections } from "../harness/connections.ts";
import { createInstallation, type Installation } from "../harness/installation.ts";
import { type Person, problemOf, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";

const MAX_FAILURES = 10;
const FORWARDING_HEADERS: readonly ((address: string) => Record<string, string>)[] = [
  (address) => ({ "x-forwarded-for": address }),
  (address) => ({ forwarded: `for=${address};proto=https` }),
  (address) => ({ "x-real-ip": address }),
  (address) => ({ "cf-connecting-ip": address, "true-client-ip": address }),
];

describe("where a request comes from", () => {
  let installation: Installation;
  let server: RunningServer;
  let person: Person;

  beforeAll(async () => {
    installation = await createInstallation("sqlite");
    server = await installation.start();
    person = await signUpPerson(server);
  });

  afterAll(async () => {
    person?.close();
    await installation?.stop();
  });

  /** Signs in from an address with a wrong password, pretending to come from somewhere else. */
  async function signInWrongly(localAddress: string, attempt: number) {
    const pretend = FORWARDING_HEADERS[attempt % FORWARDING_HEADERS.length]!;
    const connections = openConnections(server.baseUrl, {
      localAddress,
      headers: pretend(`203.0.113.${attempt}`),
    });
    const result = await connections.client().call("signIn", person.passwordSignIn("wrong"));
    connections.close();
    return problemOf(result);
  }

  it("R-038: spoofed headers move no bucket and are not what is recorded", async () => {
    const problems = [];
    for (let attempt = 0; attempt < MAX_FAILURES + 4; attempt += 1) {
      problems.push(await signInWrongly("127.0.0.77", attempt));
    }
    expect(problems).toEqual([
      ...Array<string>(MAX_FAILURES).fill("invalid_credentials"),
      ...Array<string>(4).fill("too_many_attempts"),
    ]);
    // The address itself does move it: nobody else is kept out.
    expect(await signInWrongly("127.0.0.78", 0)).toBe("invalid_credentials");
    const addresses = await installation.database.query<{ ip: string }>(
      "SELECT DISTINCT ip FROM audit_event WHERE reason IS NOT NULL ORDER BY ip",
    );
    expect(addresses.map(({ ip }) => ip)).toEqual(["127.0.0.77", "127.0.0.78"]);
  });

  it("R-038: only a configured proxy is believed", async () => {
    const behind = await installation.start({ TWINLATCH_TRUSTED_PROXIES: "127.0.0.99" });
    const attempts = [
      ["127.0.0.99", "198.51.100.1"],
      ["127.0.0.98", "198.51.100.2"],
    ] as const;
    for (const [localAddress, forwarded] of attempts) {
      const connections = openConnections(behind.baseUrl, {
        localAddress,
        headers: { "x-forwarded-for": forwarded },
      });
      await connections.client().call("signIn", person.passwordSignIn("wrong"));
      connections.close();
    }
    const events = await installation.database.query<{ ip: string }>(
      "SELECT ip FROM audit_event ORDER BY sequence DESC LIMIT 2",
    );
    expect(events.map(({ ip }) => ip)).toEqual(["127.0.0.98", "198.51.100.1"]);
  });
});
