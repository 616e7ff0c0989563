import { DevelopmentOutbox } from "@twinlatch/delivery";
import { NodeRandom } from "@twinlatch/platform-node";
import {
  addPhone,
  askForCode,
  granted,
  hasUniformDigits,
  openTestInstallation,
  signUpAccount,
} from "@twinlatch/testkit";
import { deliverText } from "@twinlatch/verifier";
import { expect, it, onTestFinished } from "vitest";
import { rounds } from "../rounds.ts";

const CODES = rounds(5_000, 20_000);
const CODES_AN_HOUR = 5;
const MINUTE = 60_000;
const HALF_A_DAY = 12 * 60 * MINUTE;

/** What one person is sent who asks for as many codes as they may, for years: oldest first. */
async function sendCodes(count: number): Promise<readonly string[]> {
  const installation = await openTestInstallation();
  onTestFinished(() => installation.close());
  const { clock } = installation;
  const account = await signUpAccount(installation);
  const phone = await addPhone(installation, account);
  const outbox = new DevelopmentOutbox(clock);
  // As servers are composed: the operating system's randomness, and texts into the outbox.
  const deps = { ...installation.deps, random: new NodeRandom(), textCarrier: outbox };
  const codes: string[] = [];
  while (codes.length < count) {
    clock.advance(HALF_A_DAY);
    const challengeId = await account.openStepUp(account.demand({ action: "account.delete" }));
    for (let sent = 0; sent < CODES_AN_HOUR; sent += 1) {
      clock.advance(2 * MINUTE);
      const { textId } = granted(await askForCode({ deps }, { challengeId, account }, phone));
      await deliverText(deps, textId);
      const newest = outbox.list().find(({ id, to }) => id === textId && to === phone.number);
      codes.push(/\b[0-9]{6}\b/.exec(newest?.text ?? "")?.[0] ?? "");
    }
  }
  return codes;
}

it("R-020: are drawn anew for each send, every one of a million as likely as any other", {
  timeout: rounds(120_000, 600_000),
}, async () => {
  let codes = await sendCodes(CODES);
  expect(codes.filter((code) => !/^[0-9]{6}$/.test(code))).toEqual([]);
  // Six positions at p = 0.001 refuse one honest sample in 170: then a second one decides.
  if (!hasUniformDigits(codes)) codes = await sendCodes(CODES);
  expect(hasUniformDigits(codes)).toBe(true);

  // One in ten begins with 0: 10% ± 1% of 20,000, and as unlikely to be missed by fewer.
  const small = codes.filter((code) => code.startsWith("0")).length;
  const tolerance = 0.01 * Math.sqrt(20_000 / CODES);
  expect(Math.abs(small / CODES - 0.1)).toBeLessThan(tolerance);

  // None is the one before; of all, so many come again as birthdays do in a year of a million days.
  const again = codes.filter((code, index) => code === codes[index - 1]);
  expect(again.length).toBeLessThan(2);
  const repeated = CODES - new Set(codes).size;
  const expected = CODES ** 2 / 2e6;
  expect(Math.abs(repeated - expected)).toBeLessThan(6 * Math.sqrt(expected) + 3);
});
