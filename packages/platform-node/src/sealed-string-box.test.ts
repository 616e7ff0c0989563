import { type SecretPlace, SecretUnreadableError } from "@twinlatch/verifier";
import { expect, it } from "vitest";
import { AesGcmSecretBox } from "./aes-gcm-secret-box.ts";
import { KeyRing } from "./key-ring.ts";
import { NodeRandom } from "./node-random.ts";
import { SealedStringBox } from "./sealed-string-box.ts";

const PLACE: SecretPlace = {
  projectId: "prj_console",
  subjectId: "acc_ada",
  record: "phone/fac_1",
  field: "number",
};
const random = new NodeRandom();
const secretBox = new AesGcmSecretBox(
  new KeyRing("k1", new Map([["k1", random.bytes(32)]])),
  random,
);
const stringBox = new SealedStringBox(secretBox);

it.each(["+491701234567", "Zweitgerät 📱", ""])("R-076: gives back %j", (text) => {
  expect(stringBox.open(stringBox.seal(text, PLACE), PLACE)).toBe(text);
});

it("R-076: shows nothing of the text, and opens nowhere else", () => {
  const sealed = stringBox.seal("+491701234567", PLACE);
  expect(Buffer.from(sealed).toString("latin1")).not.toContain("1701234567");
  const elsewhere = { ...PLACE, record: "phone/fac_2" };
  expect(() => stringBox.open(sealed, elsewhere)).toThrow(SecretUnreadableError);
});
