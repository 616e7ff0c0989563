import {
  type AccountScenario,
  openTestInstallation,
  signUpAccount,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { MailMessage, MailOutcome } from "../mail/mailer.ts";
import { announce } from "./announce.ts";
import { deliverNotices, NOTICE_LEASE_MILLIS } from "./deliver-notices.ts";
import { NOTICE_MILLIS } from "./notice-store.ts";

const NEVER = { aborted: false };
const NOTHING = { sent: 0, delayed: 0, refused: 0, unreadable: 0 };

let installation: TestInstallation;
let ada: AccountScenario;
/** What the mail server took, and under which id. */
let taken: { id: string; message: MailMessage }[];
let answer: (id: string) => Promise<MailOutcome>;
let deps: AccountsDeps;

beforeEach(async () => {
  installation = await openTestInstallation();
  ada = await signUpAccount(installation);
  taken = [];
  answer = async () => "sent";
  deps = {
    ...installation.deps,
    mailer: {
      ...installation.deps.mailer,
      async deliver(message, id) {
        const outcome = await answer(id);
        if (outcome === "sent") taken.push({ id, message });
        return outcome;
      },
    },
  };
});
afterEach(() => installation.close());

/** Tells Ada so many things. */
async function tell(count = 1): Promise<void> {
  const atMillis = installation.clock.nowMillis();
  const { accountId } = ada.session;
  await deps.unitOfWork.write(async (stores) => {
    for (let index = 0; index < count; index += 1) {
      const facts = { remaining: index };
      await announce(deps, stores, { accountId, kind: "recovery_code_used", facts, atMillis });
    }
  });
}

const waitingRows = () => installation.rows.all()["notice"] ?? [];

describe("delivering notices", () => {
  it("R-086: sends each once to its address and forgets it", async () => {
    await tell(10);
    expect(await deliverNotices(deps, NEVER)).toEqual({ ...NOTHING, sent: 10 });
    expect(taken.map(({ message }) => message.to)).toEqual(Array(10).fill(ada.email));
    expect(new Set(taken.map(({ message }) => message.text)).size).toBe(10);
    expect(waitingRows()).toEqual([]);
    expect(await deliverNotices(deps, NEVER)).toEqual(NOTHING);
  });

  it("R-086: processes that work at the same time never send the same one", async () => {
    await tell(40);
    const reports = await Promise.all(Array.from({ length: 5 }, () => deliverNotices(deps, NEVER)));
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(40);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(40);
    expect(taken).toHaveLength(40);
  });

  it("R-086: none is lost while the mail server is down for half an hour", async () => {
    answer = async () => "delayed";
    await tell(3);
    const tries: number[] = [];
    for (let second = 0; second < 1800; second += 1) {
      const { delayed } = await deliverNotices(deps, NEVER);
      if (delayed > 0) tries.push(second);
      installation.clock.advance(1_000);
    }
    // Later and later, and at least every five minutes.
    expect(tries).toEqual([0, 5, 20, 80, 380, 680, 980, 1280, 1580]);
    expect(taken).toEqual([]);
    answer = async () => "sent";
    installation.clock.advance(300_000);
    expect(await deliverNotices(deps, NEVER)).toEqual({ ...NOTHING, sent: 3 });
    expect(new Set(taken.map(({ id }) => id)).size).toBe(3);
  });

  it("R-086: one whose process died is sent by the next, under the same name", async () => {
    await tell();
    const named: string[] = [];
    answer = async (id) => {
      named.push(id);
      throw new Error("killed");
    };
    await expect(deliverNotices(deps, NEVER)).rejects.toThrow("killed");
    answer = async (id) => {
      named.push(id);
      return "sent";
    };
    installation.clock.advance(NOTICE_LEASE_MILLIS - 1);
    expect(await deliverNotices(deps, NEVER)).toEqual(NOTHING);
    installation.clock.advance(1);
    expect(await deliverNotices(deps, NEVER)).toEqual({ ...NOTHING, sent: 1 });
    expect(named).toHaveLength(2);
    expect(named[0]).toBe(named[1]);
  });

  it("drops what the mail server refuses for good, and goes on with the others", async () => {
    await tell(3);
    answer = async (id) => (id === String(waitingRows()[0]?.["id"]) ? "refused" : "sent");
    expect(await deliverNotices(deps, NEVER)).toEqual({ ...NOTHING, sent: 2, refused: 1 });
    expect(waitingRows()).toEqual([]);
  });

  it("R-086: sends nothing that does not open where it stands, keeps it, and sends the others", async () => {
    await tell(2);
    const { messageBox } = deps;
    const [broken] = waitingRows();
    const open: typeof messageBox.open = (sealed, place) =>
      messageBox.open(
        sealed,
        place.record === `notice/${String(broken?.["id"])}`
          ? { ...place, record: "notice/ntc_other" }
          : place,
      );
    const watched = { ...deps, messageBox: { seal: messageBox.seal.bind(messageBox), open } };
    expect(await deliverNotices(watched, NEVER)).toEqual({ ...NOTHING, sent: 1, unreadable: 1 });
    expect(waitingRows().map(({ id }) => id)).toEqual([broken?.["id"]]);
  });

  it("R-086: sends nothing that has expired", async () => {
    await tell();
    installation.clock.advance(NOTICE_MILLIS);
    expect(await deliverNotices(deps, NEVER)).toEqual(NOTHING);
    expect(taken).toEqual([]);
  });

  it("begins nothing more once it is told to stop", async () => {
    await tell(20);
    const signal = { aborted: false };
    answer = async () => {
      signal.aborted = true;
      return "sent";
    };
    expect(await deliverNotices(deps, signal)).toEqual({ ...NOTHING, sent: 4 });
    expect(waitingRows()).toHaveLength(16);
  });
});
