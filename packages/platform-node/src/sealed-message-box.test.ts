import { type SecretPlace, SecretUnreadableError } from "@twinlatch/verifier";
import { expect, it } from "vitest";
import { AesGcmSecretBox } from "./aes-gcm-secret-box.ts";
import { KeyRing } from "./key-ring.ts";
import { NodeRandom } from "./node-random.ts";
import { SealedMessageBox } from "./sealed-message-box.ts";

const PLACE: SecretPlace = {
  projectId: "prj_console",
  subjectId: "acc_ada",
  record: "notice/ntc_1",
  field: "message",
};
const MESSAGE = {
  to: "ada@example.org",
  subject: "Eine App wurde hinzugefügt",
  text: "Zeile eins\n\nZeile zwei 📱",
  expiresAtMillis: 1_800_000_000_000,
};
const random = new NodeRandom();
const secretBox = new AesGcmSecretBox(
  new KeyRing("k1", new Map([["k1", random.bytes(32)]])),
  random,
);
const messageBox = new SealedMessageBox(secretBox);

it("R-086: gives back the message, and shows nothing of it meanwhile", () => {
  const sealed = messageBox.seal(MESSAGE, PLACE);
  expect(messageBox.open(sealed, PLACE)).toEqual(MESSAGE);
  expect(Buffer.from(sealed).toString("latin1")).not.toContain("ada@");
});

it("R-086: opens nothing in another row, for another account, or changed", () => {
  const sealed = messageBox.seal(MESSAGE, PLACE);
  for (const place of [
    { ...PLACE, record: "notice/ntc_2" },
    { ...PLACE, subjectId: "acc_bob" },
  ]) {
    expect(() => messageBox.open(sealed, place)).toThrow(SecretUnreadableError);
  }
  const changed = sealed.with(sealed.length - 1, (sealed.at(-1) ?? 0) ^ 1);
  expect(() => messageBox.open(changed, PLACE)).toThrow(SecretUnreadableError);
});

it.each([
  { to: "ada@example.org" },
  "text",
  null,
  { ...MESSAGE, to: 1 },
  { ...MESSAGE, subject: null },
  { ...MESSAGE, text: ["Zeile eins"] },
  { ...MESSAGE, expiresAtMillis: "soon" },
])("takes %j for no message", (value) => {
  const sealed = secretBox.seal(new TextEncoder().encode(JSON.stringify(value)), PLACE);
  expect(() => messageBox.open(sealed, PLACE)).toThrow(
    new SecretUnreadableError("The sealed value is no message"),
  );
});
