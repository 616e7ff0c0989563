import {
  type AccountScenario,
  openTestInstallation,
  openTrial,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { noticePlace } from "../notice/announce.ts";

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;

beforeEach(async () => {
  installation = await openTestInstallation("replay");
  ({ ada, phone } = await openTrial(installation));
});
afterEach(() => installation.close());

/** How often the owner was told that a code was used twice. */
async function countTold(): Promise<number> {
  const { deps, clock } = installation;
  const by = { nowMillis: clock.nowMillis(), leaseMillis: 0, limit: 1_000 };
  const notices = await deps.unitOfWork.write((stores) => stores.notices.claim(by));
  return notices.filter((notice) => {
    const { subject } = deps.messageBox.open(notice.sealedMessage, noticePlace(notice));
    return subject.includes("A code was used twice");
  }).length;
}

it("R-016: a spent code from a strange browser is told to the owner", async () => {
  const code = phone.code();
  await ada.answer(await ada.beginSignIn(), phone, code);
  const stranger = ada.stranger();
  const replayed = await stranger.answer(await stranger.beginSignIn(), phone, code);
  expect(replayed).toEqual({ outcome: "refused", reason: "code_already_used" });
  expect(await countTold()).toBe(1);
});

it("R-016: one from a browser that the owner is known in is not", async () => {
  const code = phone.code();
  await ada.answer(await ada.beginSignIn(), phone, code);
  const replayed = await ada.answer(await ada.beginSignIn(), phone, code);
  expect(replayed).toEqual({ outcome: "refused", reason: "code_already_used" });
  expect(await countTold()).toBe(0);
});

it("R-016: whoever replays for ever floods no mailbox", async () => {
  const code = phone.code();
  await ada.answer(await ada.beginSignIn(), phone, code);
  const stranger = ada.stranger();
  const step = await stranger.beginSignIn();
  for (let times = 0; times < 30; times += 1) await stranger.answer(step, phone, code);
  expect(await countTold()).toBe(5);
});
