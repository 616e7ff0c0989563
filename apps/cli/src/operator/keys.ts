import { resolve } from "node:path";
import { announceToAdmins, CONSOLE_PROJECT_ID } from "@twinlatch/accounts";
import { keyRingFileOf, keyRingOptionsOf } from "@twinlatch/installation";
import {
  createKeyRingFile,
  editableKeyRingFile,
  NodeRandom,
  pepperPrefix,
} from "@twinlatch/platform-node";
import {
  countUnder,
  type KeyFlaw,
  prepareSealingKey,
  type RetirementRefusal,
  retireSealingKey,
  rotateSealingKey,
} from "@twinlatch/verifier";
import { type Command, done, refused } from "../frame/command.ts";
import { describeCount } from "../frame/describe-count.ts";
import type { Terminal } from "../frame/terminal.ts";
import {
  type OpenInstallation,
  readOperatorSettings,
  withInstallation,
} from "./open-installation.ts";
import { operatorOrigin } from "./operator-origin.ts";

const FLAWS: Readonly<Record<KeyFlaw, string>> = {
  key_missing: "The key ring has not all the keys that the database needs.",
  key_wrong: "The key ring is of another installation.",
  key_retired: "The current key of the ring was retired: name another one current.",
};

const RETIREMENT_REFUSALS: Readonly<Record<RetirementRefusal, string>> = {
  unknown_key: "The ring has no key of this id.",
  key_current: "This key is the one that seals: rotate first.",
  key_needed: "Records still need this key: run twinlatch keys rotate again.",
  too_early:
    "The key was replaced a moment ago: wait ten minutes, so that no process still uses it.",
};

/** Makes a key ring. */
export const generateKeys: Command = {
  name: "keys generate",
  summary: "make a key ring in a new file that only you can read",
  details: [
    "Keep a copy of the file offline, apart from the backups of the database: without it every " +
      "authenticator has to be enrolled again, and no password is right.",
    "A file that exists is never replaced.",
  ],
  options: {
    out: {
      type: "string",
      value: "FILE",
      help: "the file; TWINLATCH_SECRET_KEYS_FILE, or keys.json in the data folder, by default",
    },
  },
  async run(call) {
    const out = call.text("out");
    const file = out === undefined ? keysFileOf(call.terminal) : resolve(out);
    if ((await createKeyRingFile(file)) === "exists") {
      return refused("exists", `There is a file ${file} already: it was left as it is.`);
    }
    return done({ file, keyId: "k1" }, [`Made ${file} with the key "k1". Keep a copy offline.`]);
  },
};

/** Changes the key that seals. */
export const rotateKeys: Command = {
  name: "keys rotate",
  summary: "seal everything again under a new key, while the servers run",
  details: [
    "Adds a key to the ring, makes it current and seals every record again. Servers that read the " +
      "same file follow by themselves. Interrupted, it is simply run again: it goes on.",
    "Where servers have copies of the file, as with systemd credentials: run it with --prepare, bring " +
      "the file to all of them, run it without, bring the file to them again, and end with --finish.",
  ],
  options: {
    prepare: { type: "boolean", help: "only add the next key; it seals nothing yet" },
    finish: { type: "boolean", help: "only seal what is left under older keys; begin nothing" },
  },
  run: (call) =>
    withInstallation(call.terminal, async (installation) => {
      const tools = toolsOf(installation);
      const act = actOf(installation);
      if (call.has("prepare")) {
        const prepared = await prepareSealingKey(tools, act);
        if (prepared.outcome === "refused") return refused(prepared.reason, FLAWS[prepared.reason]);
        const { keyId } = prepared;
        return done({ keyId, isCurrent: false }, [`The ring has the key "${keyId}" now.`]);
      }
      const rotated = await rotateSealingKey(tools, act, {
        begins: !call.has("finish"),
        alongside: (stores, { keyId, atMillis }) =>
          announceToAdmins(installation.rules, stores, {
            kind: "key_rotated",
            facts: { keyId },
            atMillis,
          }),
      });
      if (rotated.outcome === "refused") return refused(rotated.reason, FLAWS[rotated.reason]);
      const { outcome: _, ...data } = rotated;
      const { keyId, isResumed, resealed, remaining } = data;
      return {
        ending: remaining === 0 ? "done" : "refused",
        data,
        lines: [
          `The key "${keyId}" seals${isResumed ? "; an earlier rotation was ended" : ""}.`,
          `${describeCount(resealed, "record was", "records were")} sealed again; ` +
            `${describeCount(remaining, "needs", "need")} another key.`,
          ...(remaining > 0 ? ["Run it again."] : []),
        ],
      };
    }),
};

/** Takes a key out that nothing needs. */
export const retireKey: Command = {
  name: "keys retire",
  summary: "take a key out of the ring that no record needs any more",
  details: ["Backups made before the key was replaced need it: keep a copy of it with them."],
  operands: [{ name: "KEY", help: "its id, such as k1", isRequired: true }],
  run: (call) =>
    withInstallation(call.terminal, async (installation) => {
      const [keyId = ""] = call.operands;
      const retired = await retireSealingKey(toolsOf(installation), {
        ...actOf(installation),
        keyId,
      });
      if (retired.outcome === "refused") {
        return refused(retired.reason, RETIREMENT_REFUSALS[retired.reason]);
      }
      return done({ keyId }, [`The ring has no key "${keyId}" any more.`]);
    }),
};

/** Tells what the ring has and what still needs it. */
export const listKeys: Command = {
  name: "keys list",
  summary: "tell which keys the ring has, and how many records and passwords are of each",
  details: [
    "Passwords keep the pepper of their time until their owner signs in; no key has to stay for them.",
  ],
  run: (call) =>
    withInstallation(call.terminal, async (installation) => {
      const tools = toolsOf(installation);
      const { currentId, ids } = tools.sealingKeys.readRing();
      const passwords = await countPasswords(installation);
      const keys: { id: string; isCurrent: boolean; records: number; passwords: number }[] = [];
      for (const id of new Set([...ids, ...passwords.keys()])) {
        keys.push({
          id,
          isCurrent: id === currentId,
          records: await countUnder(tools, id),
          passwords: passwords.get(id) ?? 0,
        });
      }
      return done(
        { keys },
        keys.map((key) => {
          const mark = key.isCurrent ? " (current)" : "";
          const gone = ids.includes(key.id) ? mark : " (not in the ring)";
          return `${key.id}${gone}: ${describeCount(key.records, "record")}, ${describeCount(key.passwords, "password")}`;
        }),
      );
    }),
};

/** How many passwords have each pepper, by its id, without those that none has. */
async function countPasswords({ rules }: OpenInstallation): Promise<ReadonlyMap<string, number>> {
  return rules.unitOfWork.read(async ({ accounts, wrappedKeys }) => {
    const counted = new Map<string, number>();
    for (const { id, purpose } of await wrappedKeys.list()) {
      if (purpose !== "pepper") continue;
      const passwords = await accounts.countPasswords(pepperPrefix(id));
      if (passwords > 0) counted.set(id, passwords);
    }
    return counted;
  });
}

function keysFileOf(terminal: Terminal): string {
  // Before there are keys, an installation for production has no complete settings.
  const named = terminal.env["TWINLATCH_SECRET_KEYS_FILE"]?.trim();
  return named ? resolve(named) : keyRingFileOf(readOperatorSettings(terminal));
}

function toolsOf({ settings, rules, secretBox }: OpenInstallation) {
  return {
    keyRingFile: editableKeyRingFile(keyRingFileOf(settings), keyRingOptionsOf(settings)),
    random: new NodeRandom(),
    sealingKeys: secretBox,
    unitOfWork: rules.unitOfWork,
  };
}

function actOf({ rules }: OpenInstallation) {
  return {
    atMillis: rules.clock.nowMillis(),
    projectId: CONSOLE_PROJECT_ID,
    origin: operatorOrigin(),
  };
}
