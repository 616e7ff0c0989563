import {
  granted,
  openTestInstallation,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findSession } from "../session/find-session.ts";
import { beginSignUp } from "./begin-sign-up.ts";
import { verifySignUp } from "./verify-sign-up.ts";

const origin = TEST_ORIGIN;
const addressBlock = origin.ip;

let installation: TestInstallation;
let email: string;
let people = 0;

beforeAll(async () => {
  installation = await openTestInstallation("sign-up");
});

afterAll(() => installation.close());

beforeEach(() => {
  people += 1;
  email = `ada-${people}@example.org`;
});

interface Begun {
  readonly email: string;
  readonly code: string;
  readonly token: string;
}

/** Signs up and reads the mail; the code is empty where none was mailed. */
async function begin(address = email, deps = installation.deps): Promise<Begun> {
  const mailed = installation.mails.length;
  const input = { email: address, password: TEST_PASSWORD, addressBlock, origin };
  const { token } = granted(await beginSignUp(deps, input));
  const code = /[0-9]{6}/.exec(installation.mails[mailed]?.text ?? "")?.[0] ?? "";
  return { email: address, code, token };
}

function verify(begun: Begun, deps = installation.deps) {
  return verifySignUp(deps, { ...begun, origin });
}

function wrong({ code }: Begun): string {
  return code === "000000" ? "000001" : "000000";
}

function refused(reason: string) {
  return { outcome: "refused", reason };
}

function accounts(address = email) {
  const { account = [] } = installation.rows.all();
  return account.filter((row) => row["email_key"] === address.toLowerCase());
}

async function calls(act: (deps: TestInstallation["deps"]) => Promise<unknown>) {
  const log: string[] = [];
  const watched = watchPorts(installation.deps, (call) => {
    log.push(call);
    return "done";
  });
  await act(watched);
  return log;
}

describe("the first accounts", () => {
  let empty: TestInstallation;

  beforeEach(async () => {
    empty = await openTestInstallation("first accounts");
  });

  afterEach(() => empty.close());

  it("are the installation's admin, and then everybody else", async () => {
    for (const address of ["first@example.org", "second@example.org"]) {
      const input = { email: address, password: TEST_PASSWORD, addressBlock, origin };
      const { token } = granted(await beginSignUp(empty.deps, input));
      const code = /[0-9]{6}/.exec(empty.mails.at(-1)!.text)![0];
      granted(await verifySignUp(empty.deps, { email: address, code, token, origin }));
    }
    const { account = [] } = empty.rows.all();
    const admins = account.map((row) => [row["email"], row["is_installation_admin"]]);
    expect(Object.fromEntries(admins)).toEqual({
      "first@example.org": 1,
      "second@example.org": 0,
    });
  });
});

describe("signing up", () => {
  it("mails a code to the address, and makes an account of it, signed in", async () => {
    const before = installation.clock.nowMillis();
    const begun = await begin();
    expect(installation.mails.at(-1)).toMatchObject({
      to: email,
      subject: `${begun.code} is your Twinlatch code`,
      expiresAtMillis: before + 10 * 60_000,
    });
    expect(accounts()).toEqual([]);
    const done = granted(await verify(begun));
    expect(done.account).toEqual({ id: expect.stringMatching(/^acc_/), email });
    expect(done.session).toMatchObject({ amr: ["pwd"], isRecovery: false });
    expect(await findSession(installation.deps, done.token)).toMatchObject({
      account: done.account,
    });
  });

  it("keeps the address as it was written, and knows it by its key", async () => {
    const written = `Ada-${people}@Example.org`;
    granted(await verify(await begin(written)));
    expect(accounts()).toMatchObject([{ email: written, email_key: email }]);
  });

  it("is over when it was used", async () => {
    const begun = await begin();
    granted(await verify(begun));
    expect(await verify(begun)).toEqual(refused("challenge_closed"));
  });

  it("makes one account of fifty parallel right codes", async () => {
    const begun = await begin();
    const ended = await Promise.all(Array.from({ length: 50 }, () => verify(begun)));
    expect(ended.filter(({ outcome }) => outcome === "signed_in")).toHaveLength(1);
    expect(accounts()).toHaveLength(1);
  });

  it("makes one account of two browsers that sign up with one address", async () => {
    const [first, second] = [await begin(), await begin(email.toUpperCase())];
    const ended = await Promise.all([verify(first), verify(second)]);
    expect(ended.filter(({ outcome }) => outcome === "signed_in")).toHaveLength(1);
    expect(ended).toContainEqual(refused("challenge_closed"));
    expect(accounts()).toHaveLength(1);
  });

  it("is done in the browser that began it: another's token never fits the code", async () => {
    const [victims, attackers] = [await begin(), await begin()];
    const crossed = { ...attackers, code: victims.code };
    expect(await verify(crossed)).toEqual(refused("invalid_code"));
    expect(await verify({ ...victims, token: "twl_signup_guessed" })).toEqual(
      refused("challenge_closed"),
    );
    expect(await verify(victims)).toMatchObject({ outcome: "signed_in" });
  });

  it("is done with the address that began it", async () => {
    const begun = await begin();
    expect(await verify({ ...begun, email: "eve@example.org" })).toEqual(refused("invalid_code"));
    expect(await verify({ ...begun, email: email.toUpperCase() })).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("ends after five wrong codes, even for the right one", async () => {
    const begun = await begin();
    for (let each = 0; each < 5; each += 1) {
      expect(await verify({ ...begun, code: wrong(begun) })).toEqual(refused("invalid_code"));
    }
    expect(await verify(begun)).toEqual(refused("challenge_closed"));
    expect(accounts()).toEqual([]);
  });

  it("compares five codes of fifty that come at once", async () => {
    const begun = await begin();
    const guess = { ...begun, code: wrong(begun) };
    const ended = await Promise.all(Array.from({ length: 50 }, () => verify(guess)));
    const compared = ended.filter((each) => "reason" in each && each.reason === "invalid_code");
    expect(compared).toHaveLength(5);
  });

  it.each([
    ["works in its last millisecond", -1, { outcome: "signed_in" }],
    ["is dead after ten minutes", 0, refused("challenge_closed")],
  ])("with a code that %s", async (_, offset, expected) => {
    const begun = await begin();
    installation.clock.advance(10 * 60_000 + offset);
    expect(await verify(begun)).toMatchObject(expected);
  });

  it.each(["", "ada", "ada@localhost", "ada\r\nBcc: eve@example.org", "<ada@example.org>"])(
    "is refused with the address %j, and nothing is mailed",
    async (address) => {
      const mailed = installation.mails.length;
      const input = { email: address, password: TEST_PASSWORD, addressBlock, origin };
      expect(await beginSignUp(installation.deps, input)).toEqual(refused("email_invalid"));
      expect(installation.mails).toHaveLength(mailed);
    },
  );

  it("R-080: hashes the exact password, and only one that will do", async () => {
    const hashed: string[] = [];
    const { passwordHasher } = installation.deps;
    const deps = {
      ...installation.deps,
      passwordHasher: {
        ...passwordHasher,
        hash: async (password: string) => {
          hashed.push(password);
          return passwordHasher.hash(password);
        },
      },
    };
    const exact = "  Ångström e\u0301 \u0000 trailing  ";
    granted(await beginSignUp(deps, { email, password: exact, addressBlock, origin }));
    expect(
      await beginSignUp(deps, { email, password: "common password", addressBlock, origin }),
    ).toEqual(refused("password_common"));
    expect(
      await beginSignUp(deps, { email, password: email.toUpperCase(), addressBlock, origin }),
    ).toEqual(refused("password_common"));
    expect(hashed).toEqual([exact]);
  });
});

describe("an address that has an account", () => {
  beforeEach(async () => {
    granted(await verify(await begin()));
  });

  it("R-050: gets the same answer for the same work, and a message that says so", async () => {
    const free = `free-${people}@example.org`;
    const ofFree = await calls((deps) => begin(free, deps));
    const ofTaken = await calls((deps) => begin(email, deps));
    expect(ofTaken).toEqual(ofFree);
    expect(installation.mails.at(-1)).toMatchObject({
      to: email,
      subject: "You already have a Twinlatch account",
    });
    expect(installation.mails.at(-1)!.text).not.toMatch(/[0-9]{6}/);
  });

  it("R-050: is told as its owner wrote it, and no mailbox that only looks the same", async () => {
    await begin(email.replace("a", "\u{FF41}"));
    expect(installation.mails.at(-1)).toMatchObject({
      to: email,
      subject: "You already have a Twinlatch account",
    });
  });

  it("R-050: is taken over by no code, as any sign-up with wrong codes", async () => {
    const before = accounts();
    const begun = { ...(await begin()), code: "000000" };
    for (let each = 0; each < 5; each += 1) {
      expect(await verify(begun)).toEqual(refused("invalid_code"));
    }
    expect(await verify(begun)).toEqual(refused("challenge_closed"));
    expect(accounts()).toEqual(before);
  });

  it("R-050: does the same work for a wrong code as any other", async () => {
    const free = { ...(await begin(`free-${people}@example.org`)), code: "wrong!" };
    const taken = { ...(await begin()), code: "wrong!" };
    expect(await calls((deps) => verify(taken, deps))).toEqual(
      await calls((deps) => verify(free, deps)),
    );
  });

  it("B29: is recognised however it is written", async () => {
    await begin(` ${email.toUpperCase()} `);
    expect(installation.mails.at(-1)).toMatchObject({
      subject: "You already have a Twinlatch account",
    });
  });
});

describe("a sign-up", () => {
  const kept = () => installation.rows.all()["sign_up"]!.filter((row) => row["email"] === email);

  it("keeps its code as a keyed hash, and none where none was mailed", async () => {
    const mailed = await begin();
    const [waiting] = kept();
    expect(waiting!["code_hash"]).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(waiting)).not.toContain(mailed.token);
    for (let each = 1; each < 6; each += 1) await begin();
    expect(kept().filter((row) => row["code_hash"] === null)).toHaveLength(1);
    granted(await verify(mailed));
    installation.clock.advance(60 * 60_000);
    await begin();
    expect(kept().filter((row) => row["code_hash"] === null)).toHaveLength(2);
  });
});

describe("an address that was mailed too often", () => {
  it("gets nothing more for an hour, and whoever asks sees no difference", async () => {
    const first = await begin();
    for (let each = 1; each < 5; each += 1) await begin();
    const mailed = installation.mails.length;
    const sixth = await begin(email.toUpperCase());
    expect(installation.mails).toHaveLength(mailed);
    expect(sixth.token).toMatch(/^twl_signup_[a-z2-7]{52}$/);
    expect(await verify({ ...sixth, code: first.code })).toEqual(refused("invalid_code"));
    expect(await verify(first)).toMatchObject({ outcome: "signed_in" });
    installation.clock.advance(60 * 60_000);
    await begin();
    expect(installation.mails).toHaveLength(mailed + 1);
  });

  it("is mailed ten times a day at most", async () => {
    const mailed = installation.mails.length;
    for (let hour = 0; hour < 5; hour += 1) {
      for (let each = 0; each < 6; each += 1) await begin();
      installation.clock.advance(60 * 60_000);
    }
    expect(installation.mails).toHaveLength(mailed + 10);
  });

  it("R-039: by a stranger gets the codes that its owner asks for all the same", async () => {
    const stranger = { email, password: TEST_PASSWORD, addressBlock: "198.51.100.9", origin };
    for (let each = 0; each < 6; each += 1) granted(await beginSignUp(installation.deps, stranger));
    const mailed = installation.mails.length;
    const mine = await begin();
    expect(installation.mails).toHaveLength(mailed + 1);
    expect(await verify(mine)).toMatchObject({ outcome: "signed_in" });
  });

  it("is mailed twenty times an hour at most, from however many places", async () => {
    const mailed = installation.mails.length;
    const ask = (index: number) =>
      beginSignUp(installation.deps, {
        email,
        password: TEST_PASSWORD,
        addressBlock: `198.51.100.${index}`,
        origin,
      });
    await Promise.all(Array.from({ length: 60 }, (_, index) => ask(index)));
    expect(installation.mails).toHaveLength(mailed + 20);
  });

  it("is one address in a hundred parallel requests too", async () => {
    const mailed = installation.mails.length;
    await Promise.all(Array.from({ length: 100 }, () => begin()));
    expect(installation.mails).toHaveLength(mailed + 5);
  });
});
