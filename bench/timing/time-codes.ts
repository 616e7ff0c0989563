import { randomInt } from "node:crypto";
import { subjectOf } from "@twinlatch/accounts";
import { generateTotp } from "@twinlatch/otp";
import {
  AesGcmSecretBox,
  NodeRandom,
  nodeHmac,
  readKeyRing,
  SystemClock,
} from "@twinlatch/platform-node";
import { openStorage } from "@twinlatch/storage";
import { totpKind } from "@twinlatch/verifier";
import { type PreparedAccount, prepareAccounts } from "../http/prepare-accounts.ts";
import { installationFiles } from "../http/server-under-test.ts";
import { takeInTurns } from "./take-in-turns.ts";
import { compareClasses, type Difference } from "./welch.ts";

const ACCOUNTS = 500;
const BASE = "no digit right";

type WrongCode = (own: PreparedAccount, other: PreparedAccount, nowMillis: number) => string;

/** What a wrong code can have in common with a right one. */
const CLASSES: Readonly<Record<string, WrongCode>> = {
  [BASE]: (own, _, nowMillis) => keepDigits(codeAt(own, nowMillis), 0),
  "first digit right": (own, _, nowMillis) => keepDigits(codeAt(own, nowMillis), 1),
  "first five digits right": (own, _, nowMillis) => keepDigits(codeAt(own, nowMillis), 5),
  "right two steps ago": (own, _, nowMillis) => codeAt(own, nowMillis - 60_000),
  "right for somebody else": (_, other, nowMillis) => codeAt(other, nowMillis),
};

/**
 * times how the verifier compares wrong codes of each class with an authenticator, reading and
 * unsealing its key included, against codes without a right digit. Microseconds.
 */
export async function timeCodes(
  folder: string,
  samples: number,
): Promise<Readonly<Record<string, Difference>>> {
  const files = installationFiles(folder);
  const { accounts } = await prepareAccounts(files, ACCOUNTS);
  const storage = openStorage({ kind: "sqlite", file: files.database });
  const secretBox = new AesGcmSecretBox(await readKeyRing(files.keys), new NodeRandom());
  const kind = totpKind({ clock: new SystemClock(), hmac: nodeHmac, secretBox });
  const nowMillis = Date.now();
  const pick = () => accounts[randomInt(accounts.length)] ?? fail();

  const taken = await takeInTurns(Object.keys(CLASSES), samples, async (name) => {
    const [own, other] = [pick(), pick()];
    // Looked at for every class, or some would find what they compare with in a warmer cache.
    for (const account of [other, own]) codeAt(account, nowMillis);
    const answer = {
      subject: subjectOf(own.id),
      challengeId: "chl_none",
      factorId: own.factorId,
      code: CLASSES[name]?.(own, other, nowMillis) ?? fail(),
      nowMillis,
    };
    const startedAt = process.hrtime.bigint();
    const { compare } = await storage.unitOfWork.read((stores) =>
      kind.prepareComparison(stores, answer),
    );
    const { outcome } = await compare();
    const micros = Number(process.hrtime.bigint() - startedAt) / 1_000;
    // One in a million is right by chance for another step.
    return outcome === "wrong" ? micros : undefined;
  });
  await storage.close();
  const { [BASE]: base = [], ...others } = taken;
  return Object.fromEntries(
    Object.entries(others).map(([name, micros]) => [name, compareClasses(micros, base)]),
  );
}

function codeAt({ secret }: PreparedAccount, nowMillis: number): string {
  return generateTotp(nodeHmac, { secret, nowMillis });
}

/** Keeps the first digits and changes every other one. */
function keepDigits(code: string, kept: number): string {
  const change = (digit: string) => String((Number(digit) + 1 + randomInt(9)) % 10);
  return [...code].map((digit, index) => (index < kept ? digit : change(digit))).join("");
}

function fail(): never {
  throw new Error("There are no accounts, or no such class of codes");
}
