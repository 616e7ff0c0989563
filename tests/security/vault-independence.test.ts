import {
  type AccountScenario,
  addPhone,
  answerByText,
  askForCode,
  granted,
  openTestInstallation,
  readCode,
  signUpAccount,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import {
  regenerateRecoveryCodes,
  removeFactor,
  setSignInSetting,
  suspendFactor,
} from "@twinlatch/verifier";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const origin = { ip: "192.0.2.7", userAgent: "Test browser", requestId: "r" };
const tellNobody = async () => undefined;

let installation: TestInstallation;
let touched: Set<string>;
let ada: AccountScenario;

beforeEach(async () => {
  const plain = await openTestInstallation("vault");
  touched = new Set();
  const deps = watchPorts(plain.deps, (call) => {
    const [, store] = /^stores\.(\w+)\./.exec(call) ?? [];
    if (store !== undefined) touched.add(store);
    return "done";
  });
  installation = { ...plain, deps };
  ada = await signUpAccount(installation);
});
afterEach(() => installation.close());

/** What holds a user's encrypted data, or a key to it: by name, as the vault's stores are to be called. */
const isOfVault = (store: string) => /vault|envelope/i.test(store);

describe("a private encryption key", () => {
  it("is read and written by nothing that turns two-factor authentication on, off, or back on", async () => {
    const { authenticator, recoveryCodes } = await ada.addAuthenticator();
    const phone = await addPhone(installation, ada, { proving: authenticator });
    installation.clock.advance(60_000);
    const step = await ada.beginSignIn();
    const sent = granted(await askForCode(installation, step, phone));
    const code = await readCode(installation, sent);
    granted(await answerByText(installation, ada, step, { ...phone, code }));

    const { deps } = installation;
    const prove = async (action: string, target?: string) => {
      installation.clock.advance(30_000);
      return ada.prove(ada.demand({ action, ...(target && { target }) }), authenticator);
    };
    const off = await prove("account.two_factor.disable");
    granted(await setSignInSetting(deps, { demand: off, value: "off", origin }));
    const on = ada.demand({ action: "account.two_factor.disable" });
    granted(await setSignInSetting(deps, { demand: on, value: "every_time", origin }));
    const fresh = await prove("account.recovery_codes.regenerate");
    granted(await regenerateRecoveryCodes(deps, { demand: fresh, origin }));
    const { factorId } = phone;
    const suspension = await prove("account.factor.suspend", factorId);
    granted(await suspendFactor(deps, { demand: suspension, factorId, origin }, tellNobody));
    const removal = await prove("account.factor.remove", factorId);
    granted(await removeFactor(deps, { demand: removal, factorId, origin }, tellNobody));
    expect(recoveryCodes).toHaveLength(8);

    expect([...touched].filter(isOfVault)).toEqual([]);
    expect(touched.size).toBeGreaterThan(10);
  });

  it("is told from the other stores by its name", () => {
    expect(["vaults", "vaultDevices", "totp", "phones"].filter(isOfVault)).toEqual([
      "vaults",
      "vaultDevices",
    ]);
  });
});
