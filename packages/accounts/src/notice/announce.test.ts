import {
  type AccountScenario,
  openTestInstallation,
  signUpAccount,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announce, noticePlace } from "./announce.ts";
import { NOTICE_MILLIS } from "./notice-store.ts";

let installation: TestInstallation;
let ada: AccountScenario;

beforeEach(async () => {
  installation = await openTestInstallation();
  ada = await signUpAccount(installation);
});
afterEach(() => installation.close());

/** What waits to be sent, opened. */
async function waiting() {
  const { deps, clock } = installation;
  const by = { nowMillis: clock.nowMillis(), leaseMillis: 0, limit: 100 };
  const notices = await deps.unitOfWork.write((stores) => stores.notices.claim(by));
  return notices.map((notice) => ({
    ...deps.messageBox.open(notice.sealedMessage, noticePlace(notice)),
    notice,
  }));
}

function disabled(accountId = ada.session.accountId, alsoTo: readonly string[] = []) {
  const atMillis = installation.clock.nowMillis();
  return { accountId, kind: "two_factor_disabled", facts: {}, atMillis, alsoTo } as const;
}

describe("announce", () => {
  it("R-086: writes one sealed notice per address, and one for an address being replaced", async () => {
    const { deps, rows } = installation;
    const told = disabled(ada.session.accountId, ["old@example.org", ada.email]);
    await deps.unitOfWork.write((stores) => announce(deps, stores, told));
    const messages = await waiting();
    expect(messages.map(({ to }) => to).toSorted()).toEqual([ada.email, "old@example.org"]);
    for (const { subject, expiresAtMillis, notice } of messages) {
      expect(subject).toBe("Twinlatch: Two-factor authentication was disabled");
      expect(expiresAtMillis).toBe(told.atMillis + NOTICE_MILLIS);
      expect(notice.expiresAtMillis).toBe(expiresAtMillis);
    }
    const stored = JSON.stringify(rows.all()["notice"]);
    expect(stored).not.toContain("example.org");
    expect(stored).not.toContain("disabled");
  });

  it("R-086: is in the causing transaction: what did not happen is not told", async () => {
    const { deps } = installation;
    const failing = deps.unitOfWork.write(async (stores) => {
      await announce(deps, stores, disabled());
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await waiting()).toEqual([]);
  });

  it("speaks the language that the account chose", async () => {
    const { deps } = installation;
    await deps.unitOfWork.write(async (stores) => {
      await stores.accounts.setLanguage(ada.session.accountId, "de");
      await announce(deps, stores, disabled());
    });
    const [message] = await waiting();
    expect(message?.subject).toBe("Twinlatch: Die Zwei-Faktor-Authentisierung wurde deaktiviert");
    expect(message?.text).toContain("Das war ich nicht");
  });

  it("tells nobody of an account that is not there", async () => {
    const { deps } = installation;
    await deps.unitOfWork.write((stores) => announce(deps, stores, disabled("acc_nobody")));
    expect(await waiting()).toEqual([]);
  });

  it("R-031: a recovery code used is told with how many are left", async () => {
    const { recoveryCodes } = await ada.addAuthenticator();
    await ada.recover(recoveryCodes[0] ?? "");
    const messages = await waiting();
    const used = messages.find(({ subject }) => subject.includes("recovery code was used"));
    expect(used?.text).toContain("7 codes are left.");
    expect(used?.text).toContain("From the internet address:");
  });
});
