import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { signIn } from "@twinlatch/accounts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scriptedTerminal } from "../../../../tests/harness/scripted-terminal.ts";
import { COMMANDS } from "../commands.ts";
import { runCommandLine } from "../frame/run-command-line.ts";
import { withInstallation } from "./open-installation.ts";

const PASSWORD = "a rainy walk by the sea";
let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinlatch-cli-"));
  env = { TWINLATCH_DATA: join(folder, "data") };
});
afterEach(() => rm(folder, { recursive: true }));

async function run(args: readonly string[], input = "") {
  const terminal = scriptedTerminal({ env, input });
  const exit = await runCommandLine(COMMANDS, [...args, "--json"], terminal);
  const { out } = terminal.said();
  const answer: unknown = out === "" ? undefined : JSON.parse(out);
  return { exit, answer };
}

function setUp(email = "ada@example.org") {
  return run(["setup", "--email", email], `${PASSWORD}\n`);
}

/** Looks at the database past the rules, or puts something into it. */
function query(sql: string) {
  const database = new DatabaseSync(join(folder, "data", "twinlatch.db"));
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

/** The rules on the same installation, as the server has them. */
function withRules<T>(work: Parameters<typeof withInstallation<T>>[1]): Promise<T> {
  return withInstallation(scriptedTerminal({ env }), work);
}

describe("twinlatch setup", () => {
  it("makes the first account, and only that one", async () => {
    const made = await setUp();
    expect(made).toEqual({
      exit: 0,
      answer: { accountId: expect.stringMatching(/^acc_/), email: "ada@example.org" },
    });
    expect(await setUp("bob@example.org")).toMatchObject({
      exit: 1,
      answer: { error: "already_set_up" },
    });
    const { answer } = await run(["users", "list"]);
    expect(answer).toMatchObject({
      users: [
        {
          addresses: ["ada@example.org"],
          isInstallationAdmin: true,
          isTwoFactorEnabled: false,
          lastSignInAt: null,
        },
      ],
      nextAfter: null,
    });
  });

  it("takes the password from a file or standard input, never from the arguments", async () => {
    const file = join(folder, "password");
    await writeFile(file, `${PASSWORD}\r\nnot this\n`);
    const args = ["setup", "--email", "ada@example.org"];
    expect((await run([...args, "--password", PASSWORD])).exit).toBe(2);
    expect((await run(args, "")).exit).toBe(2);
    expect((await run([...args, "--password-file", file])).exit).toBe(0);
    const matches = await withRules(async ({ rules }) => {
      const [account] = await rules.unitOfWork.read(({ accounts }) => accounts.list("", 1));
      return rules.passwordHasher.verify(PASSWORD, account?.passwordHash);
    });
    expect(matches).toBe(true);
  });

  it.each([
    ["no-address", PASSWORD, "email_invalid"],
    ["ada@example.org", "short", "password_too_short"],
    ["ada@example.org", "password123", "password_common"],
  ])("refuses %s with %s", async (email, password, error) => {
    expect(await run(["setup", "--email", email], password)).toMatchObject({
      exit: 1,
      answer: { error },
    });
  });
});

describe("twinlatch keys", () => {
  it("R-078: counts the passwords under each pepper, until their owners have signed in", async () => {
    await setUp();
    const list = () => run(["keys", "list"]);
    const key = (id: string, isCurrent: boolean, passwords: number) =>
      expect.objectContaining({ id, isCurrent, passwords });
    expect((await list()).answer).toEqual({ keys: [key("k1", true, 1)] });
    expect((await run(["keys", "rotate"])).exit).toBe(0);
    expect((await list()).answer).toEqual({ keys: [key("k1", false, 1), key("k2", true, 0)] });
    await withRules(({ rules }) =>
      signIn(rules, {
        email: "ada@example.org",
        password: PASSWORD,
        addressBlock: "192.0.2.1",
        origin: { ip: "192.0.2.1", userAgent: "", requestId: "" },
      }),
    );
    expect((await list()).answer).toEqual({ keys: [key("k1", false, 0), key("k2", true, 1)] });
  });

  it("R-086: tells the installation's admins that another key seals, once for each", async () => {
    await setUp();
    const told = () => query("select account_id from notice").length;
    for (const [args, notices] of [
      [["--prepare"], 0],
      [[], 1],
      [["--finish"], 1],
      [[], 2],
    ] as const) {
      expect((await run(["keys", "rotate", ...args])).exit).toBe(0);
      expect(told()).toBe(notices);
    }
  });
});

describe("twinlatch backup", () => {
  const events = () => query("select type, target from audit_event where type = 'backup.made'");

  it("R-081: is recorded, with the digest that is in the file", async () => {
    await setUp();
    const file = join(folder, "backup");
    const { answer } = await run(["backup", file]);
    expect(answer).toMatchObject({ isRecorded: true });
    const end: unknown = JSON.parse((await readFile(file, "utf8")).trim().split("\n").at(-1) ?? "");
    const sha256 = expect.stringMatching(/^[0-9a-f]{64}$|^[\w-]{43}$/);
    expect(end).toMatchObject({ sha256 });
    expect(events()).toEqual([
      { type: "backup.made", target: `sha256 ${Reflect.get(Object(end), "sha256")}` },
    ]);
    expect((await run(["backup", file])).exit).toBe(1);
    expect(events()).toHaveLength(1);
  });

  it("R-082: is not made when it cannot be recorded", async () => {
    await setUp();
    query(
      "create trigger refuse before insert on audit_event begin select raise(abort, 'no'); end",
    );
    const file = join(folder, "backup");
    expect((await run(["backup", file])).exit).not.toBe(0);
    await expect(readFile(file)).rejects.toThrow("ENOENT");
  });

  it("R-079: is not made with other keys than the database was sealed under: nothing would open it", async () => {
    await setUp();
    const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
    const ring = JSON.stringify({ current: "k1", keys: { k1: key } });
    await writeFile(join(folder, "data", "keys.json"), ring);
    const file = join(folder, "backup");
    expect(await run(["backup", file])).toMatchObject({ exit: 1, answer: { error: "key_wrong" } });
    await expect(readFile(file)).rejects.toThrow("ENOENT");
    expect(events()).toEqual([]);
  });

  it("is not found where there is none to restore", async () => {
    await setUp();
    const missing = ["restore", join(folder, "nowhere"), "--replace"];
    expect(await run(missing)).toMatchObject({ exit: 1, answer: { error: "not_found" } });
  });

  it("is made of a database of an older version too, which has no line of ours then", async () => {
    await setUp();
    query("delete from schema_migration where name = (select max(name) from schema_migration)");
    const { answer, exit } = await run(["backup", join(folder, "backup")]);
    expect([exit, answer]).toMatchObject([0, { isRecorded: false }]);
    expect(events()).toEqual([]);
  });
});

describe("what the commands say of one thing", () => {
  it("is in the singular", async () => {
    await setUp();
    const say = async (...args: string[]) => {
      const terminal = scriptedTerminal({ env });
      await runCommandLine(COMMANDS, args, terminal);
      return terminal.said().out;
    };
    expect(await say("keys", "list")).toMatch(/^k1 \(current\): \d+ records?, 1 password\n$/);
    expect(await say("doctor")).toContain('key file: 1 key, of which "k1" is current.');
    expect(await say("backup", join(folder, "backup"))).toContain(
      "It opens with the key k1, which is not in it: keep the key ring too.",
    );
  });
});

describe("twinlatch users", () => {
  beforeEach(async () => {
    await setUp();
    await withRules(({ rules }) =>
      rules.unitOfWork.write(async ({ accounts }) => {
        for (const name of ["bob", "eve"]) {
          const email = `${name}@example.org`;
          const id = `acc_z${name}`;
          await accounts.insert({
            id,
            email,
            emailKey: email,
            passwordHash: "",
            createdAtMillis: 0,
          });
        }
      }),
    );
  });

  it("lists them page by page", async () => {
    const first = await run(["users", "list", "--limit", "2"]);
    expect(first.answer).toMatchObject({ users: [{}, { id: "acc_zbob" }], nextAfter: "acc_zbob" });
    const second = await run(["users", "list", "--limit", "2", "--after", "acc_zbob"]);
    expect(second.answer).toMatchObject({ users: [{ id: "acc_zeve" }], nextAfter: null });
    expect((await run(["users", "list", "--limit", "0"])).exit).toBe(2);
  });

  it("R-095: opens a way in for whoever is locked out, and for nobody else", async () => {
    const subject = { projectId: "prj_console", subjectId: "acc_zbob" };
    const open = (who: string) => run(["users", "break-glass", who, "--reason", "phone stolen"]);
    expect(await open("bob@example.org")).toMatchObject({
      exit: 1,
      answer: { error: "two_factor_off" },
    });
    expect(await open("nobody@example.org")).toMatchObject({
      exit: 1,
      answer: { error: "not_found" },
    });
    expect((await run(["users", "break-glass", "bob@example.org"])).exit).toBe(2);
    await withRules(({ rules }) =>
      rules.unitOfWork.write(async ({ signInSettings, totp }) => {
        await signInSettings.set(subject, "every_time");
        await totp.insert({
          ...subject,
          id: "fac_1",
          label: "Phone",
          status: "active",
          isDefault: true,
          algorithm: "SHA1",
          digits: 6,
          periodSeconds: 30,
          sealedSecret: new Uint8Array([1]),
          lastStep: 0,
          consecutiveFailures: 0,
          sessionId: "ses_1",
          createdAtMillis: 0,
          expiresAtMillis: 0,
        });
      }),
    );
    expect(await open("bob@example.org")).toEqual({
      exit: 0,
      answer: {
        accountId: "acc_zbob",
        code: expect.stringMatching(/^9(-[0-9A-Z]{4}){4}$/),
        expiresAt: expect.stringMatching(/Z$/),
      },
    });
    expect(await open("acc_zbob")).toMatchObject({ exit: 0 });
  });

  it("R-095: refuses whoever has not the keys, or not the database", async () => {
    const open = () => run(["users", "break-glass", "acc_zbob", "--reason", "curious"]);
    const keys = join(folder, "data", "keys.json");
    const own = await readFile(keys, "utf8");
    const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
    await writeFile(keys, JSON.stringify({ current: "k1", keys: { k1: key } }));
    expect(await open()).toMatchObject({ exit: 1, answer: { error: "key_wrong" } });
    await writeFile(keys, own);
    await chmod(keys, 0o644);
    expect(await open()).toMatchObject({ exit: 1, answer: { error: "key_file_exposed" } });
    await rm(keys);
    env = { ...env, DATABASE_URL: "postgres://nobody:canary@127.0.0.1:1/none" };
    const unreachable = await open();
    expect(unreachable).toMatchObject({ exit: 3, answer: { error: "unavailable" } });
    expect(JSON.stringify(unreachable)).not.toContain("canary");
  });
});

describe("a command on an installation that is not there", () => {
  it.each([["users list"], ["audit verify"], ["audit export"]])(
    "%s makes nothing, and says so",
    async (line) => {
      const { exit, answer } = await run(line.split(" "));
      expect(exit).toBe(3);
      expect(JSON.stringify(answer)).toContain("is TWINLATCH_DATA right?");
      await expect(readFile(join(folder, "data", "keys.json"))).rejects.toThrow("ENOENT");
    },
  );

  it("migrates nothing by the way", async () => {
    await setUp();
    const file = join(folder, "data", "twinlatch.db");
    const database = new DatabaseSync(file);
    database.exec("delete from schema_migration where number = 6");
    database.close();
    expect(await run(["users", "list"])).toMatchObject({
      exit: 3,
      answer: { message: expect.stringMatching(/twinlatch migrate/) },
    });
  });

  it("R-077: refuses what production must not run with", async () => {
    env = { ...env, TWINLATCH_MODE: "production", TWINLATCH_TEST_CLOCK: "/tmp/clock" };
    expect(await run(["users", "list"])).toMatchObject({
      exit: 1,
      answer: {
        error: "settings",
        problems: [expect.stringMatching(/KEYS_FILE/), expect.stringMatching(/TEST_CLOCK/)],
      },
    });
  });
});
