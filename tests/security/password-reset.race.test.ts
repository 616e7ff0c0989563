import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { expectAnswer, type Person, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openVolley, type Volley } from "../harness/volley.ts";
import { rounds } from "../rounds.ts";

const NEW = "a rainy walk by the sea";
/** Sign-ins with the old password that arrive around the change. */
const SIGN_INS = 24;

describe.each(storageKinds("postgres"))("two server processes on %s", (kind) => {
  let installation: Installation;
  let servers: readonly RunningServer[];
  let volley: Volley;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    servers = [await installation.start(), await installation.start()];
    volley = await openVolley(servers, 12);
  });
  afterAll(async () => {
    volley?.close();
    await installation?.stop();
  });

  async function mailedToken({ email }: Person): Promise<string> {
    const result = await servers[0]!
      .readOutbox()
      .then((mails) => mails.find(({ to, text }) => to === email && text.includes("#twl_reset_")));
    return /#(\S+)/.exec(result?.text ?? "")?.[1] ?? "";
  }

  it("R-092: one link, used on both at once, sets one password and leaves no session of the old", async () => {
    for (let round = 0; round < rounds(2, 40); round += 1) {
      const owner = await signUpPerson(servers[0]!);
      const { email } = owner;
      expectAnswer(await owner.client.call("beginPasswordReset", { body: { email } }));
      const token = await mailedToken(owner);

      const tokens = [owner.sessionToken ?? ""];
      const resets: string[] = [];
      await volley.fire(SIGN_INS, async (connections, index) => {
        const client = connections.client();
        // Some of the volley use the link, the others know the password that it replaces.
        if (index % 4 === 2 && index > 8) {
          const body = { token, newPassword: `${NEW} ${index}` };
          const reset = await client.call("completePasswordReset", { body });
          if (reset.ok) resets.push(body.newPassword);
          return;
        }
        const first = await client.call("signIn", owner.passwordSignIn());
        if (first.ok && first.answer.status === "signed_in") {
          tokens.push(first.answer.sessionToken ?? "");
        }
      });

      expect(resets).toHaveLength(1);
      const alive = await volley.fire(tokens.length, async (connections, index) => {
        const session = await connections.client(tokens[index]).call("getSession", {});
        return session.ok;
      });
      expect(alive).not.toContain(true);
      const [newPassword = ""] = resets;
      const again = await volley.fire(1, async (connections) =>
        connections.client().call("signIn", owner.passwordSignIn(newPassword)),
      );
      expect(expectAnswer(again[0]).status).toBe("signed_in");
      owner.close();
    }
  }, 600_000);
});
