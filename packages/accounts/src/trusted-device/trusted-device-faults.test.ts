import {
  type Failing,
  type FaultyFlow,
  type FaultyRequest,
  failEachCall,
  granted,
  makeRequest,
  openTestInstallation,
  openTrial,
  type Rows,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type Trial,
} from "@twinlatch/testkit";
import { revokeTrustedDevice, setSignInSetting } from "@twinlatch/verifier";
import { describe, expect, it } from "vitest";
import { rounds } from "../../../../tests/rounds.ts";
import { signIn } from "../sign-in/sign-in.ts";

const origin = TEST_ORIGIN;

/** Ada's account where she is asked once per device, with a code to spend. */
async function onceADevice(trial: Trial): Promise<Trial> {
  const { ada, installation } = trial;
  await installation.deps.unitOfWork.write(async (stores) => {
    await stores.passwordDoubts.clear(ada.subject);
    await stores.signInSettings.set(ada.subject, "once_per_device");
  });
  installation.clock.advance(30_000);
  ada.deviceTokens = [];
  return trial;
}

/** The same, in a browser that is trusted. */
async function trusted(trial: Trial): Promise<Trial> {
  const { ada, phone } = await onceADevice(trial);
  await ada.trustDevice(phone);
  return trial;
}

function values(rows: Rows, table: string, column: string): string {
  return (rows[table] ?? []).map((row) => row[column]).join();
}

/** How many events of the kind say that it was allowed. */
function allowed(rows: Rows, type: string): number {
  const events = rows["audit_event"] ?? [];
  return events.filter((row) => row["type"] === type && row["outcome"] === "allowed").length;
}

const FLOWS: Readonly<Record<string, FaultyFlow>> = {
  "trusting a device at the second step": async (trial) => {
    const { ada, phone } = await onceADevice(trial);
    const step = await ada.beginSignIn();
    return {
      act: (ports) => ada.through(ports).answer(step, phone, phone.code(), true),
      marks: (rows) => [
        values(rows, "totp_factor", "last_step"),
        values(rows, "session", "id"),
        values(rows, "trusted_device", "id"),
        values(rows, "notice", "id"),
        allowed(rows, "trusted_device.trusted"),
        allowed(rows, "sign_in.second_step"),
      ],
    };
  },
  "signing in on a trusted device": async (trial) => {
    const { ada } = await trusted(trial);
    return {
      act: (ports) => ada.through(ports).signIn(),
      marks: (rows) => [
        values(rows, "session", "id"),
        values(rows, "trusted_device", "secret_digest"),
        allowed(rows, "trusted_device.used"),
        allowed(rows, "sign_in.password"),
      ],
    };
  },
  "signing in on a device that was copied": async (trial) => {
    const { ada, installation } = await trusted(trial);
    const copy = ada.through(installation.deps);
    granted(await ada.signIn());
    installation.clock.advance(30_000);
    return {
      act: (ports) => copy.through(ports).signIn(),
      marks: (rows) => [
        values(rows, "session", "id"),
        values(rows, "trusted_device", "id"),
        values(rows, "recognised_browser", "token_digest"),
        values(rows, "notice", "id"),
        values(rows, "challenge", "id"),
        allowed(rows, "trusted_device.stolen"),
        allowed(rows, "sign_in.password"),
      ],
    };
  },
  "ending the trust in a device": async (trial) => {
    const { ada, installation } = await trusted(trial);
    const { subject, session } = ada;
    const [device] = await installation.deps.unitOfWork.read((stores) =>
      stores.trustedDevices.list(subject),
    );
    const input = { subject, sessionId: session.id, deviceId: device?.id ?? "", origin };
    return {
      act: (ports) => revokeTrustedDevice(ports, input),
      marks: (rows) => [
        values(rows, "trusted_device", "id"),
        allowed(rows, "trusted_device.revoked"),
      ],
    };
  },
};

/** The right password with what a thief may hold. A theft ends sessions; what must not be is a new one. */
function signInHolding({ ada, installation }: Trial, deviceTokens: readonly string[]) {
  const known = new Set((installation.rows.all()["session"] ?? []).map((row) => row["id"]));
  const { email } = ada;
  const input = { email, password: TEST_PASSWORD, addressBlock: origin.ip, deviceTokens, origin };
  return {
    act: async (ports) => {
      const { outcome } = await signIn(ports, input);
      return { outcome: outcome === "second_step" ? "refused" : outcome };
    },
    marks: (rows) => [(rows["session"] ?? []).filter((row) => !known.has(row["id"])).length],
  } satisfies FaultyRequest;
}

/** What people ask for who are not entitled to it. */
const INTRUSIONS: Readonly<Record<string, FaultyFlow>> = {
  "asking once per device with a guessed proof": async ({ ada }) => {
    const demand = ada.demand({ action: "account.sign_in_setting.weaken" });
    const guessed = { ...demand, proofToken: "twl_proof_guessed" };
    const input = { demand: guessed, value: "once_per_device", origin } as const;
    return {
      act: (ports) => setSignInSetting(ports, input),
      marks: (rows) => [values(rows, "sign_in_setting", "value")],
    };
  },
  "signing in with another account's device": async (trial) => {
    const { ada: eve } = await trusted(await openTrial(trial.installation));
    return signInHolding(await trusted(trial), eve.deviceTokens);
  },
  "signing in with an old token of a device": async (trial) => {
    const { ada, installation } = await trusted(trial);
    const old = ada.deviceTokens;
    granted(await ada.signIn());
    installation.clock.advance(30_000);
    return signInHolding(trial, old);
  },
  "signing in on a device with a retired password": async (trial) => {
    const { ada, installation } = await trusted(trial);
    const { clock, deps } = installation;
    await deps.unitOfWork.write((stores) =>
      stores.passwordDoubts.retire(ada.subject, clock.nowMillis()),
    );
    return signInHolding(trial, ada.deviceTokens);
  },
  "signing in on a device whose 30 days are over": async (trial) => {
    const { ada, installation } = await trusted(trial);
    installation.clock.advance(30 * 86_400_000);
    return signInHolding(trial, ada.deviceTokens);
  },
  "signing in on a device that is not trusted any more": async (trial) => {
    const { ada, installation } = await trusted(trial);
    await installation.deps.unitOfWork.write((stores) => stores.trustedDevices.forget(ada.subject));
    return signInHolding(trial, ada.deviceTokens);
  },
};

const EVERY_CALL = rounds(0, 1) === 1;
const BEFORE: Failing = { fate: "fails", calls: /./ };
/** Inside a transaction a call that fails afterwards leaves what one leaves that fails before. */
const AFTERWARDS: Failing = {
  fate: "fails_afterwards",
  calls: EVERY_CALL ? /./ : /^unitOfWork\.write$/,
};
/** No answer to what is decided by must never decide for "yes". */
const UNANSWERED: Failing = {
  fate: "answers_nothing",
  calls:
    /^passwordHasher\.verify|^stores\.\w+\.(find|get|is|list|proof|reserve|rotate|remove|spend)/,
};

describe("while a port fails", () => {
  it.for(Object.entries(FLOWS))(
    "R-108: %s happens whole or not at all, and works afterwards",
    async ([, flow]) => {
      const installation = await openTestInstallation("device faults");
      const trial = await openTrial(installation);
      for (const failing of [BEFORE, AFTERWARDS]) {
        let calls = 0;
        for await (const ending of failEachCall(trial, flow, failing)) {
          const { changed, failed, request, told } = ending;
          expect(told, failed).toBe("fault");
          expect(new Set(changed).size, `${failed} ${changed.join()}`).toBe(1);
          const again = await makeRequest(trial, changed[0] ? await flow(trial) : request);
          expect(again.told, failed).not.toBe("refused");
          expect(again.changed, failed).not.toContain(false);
          calls += 1;
        }
        expect(calls).toBeGreaterThan(0);
      }
      await installation.close();
    },
  );

  it.for(Object.entries(INTRUSIONS))("R-108: %s never succeeds", async ([, flow]) => {
    const installation = await openTestInstallation("device intrusions");
    const trial = await openTrial(installation);
    let calls = 0;
    for (const failing of [BEFORE, AFTERWARDS, UNANSWERED]) {
      for await (const { told, changed, failed } of failEachCall(trial, flow, failing)) {
        expect(told, `${failing.fate} ${failed}`).toMatch(/^(fault|refused|\w*Error: .*)$/);
        expect(changed, `${failing.fate} ${failed}`).not.toContain(true);
        calls += 1;
      }
    }
    expect(calls).toBeGreaterThan(0);
    expect((await makeRequest(trial, await flow(trial))).told).toBe("refused");
    await installation.close();
  });
});
