import {
  addPhone,
  openTestInstallation,
  signUpAccount,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeSecurity, signInKinds } from "./describe-security.ts";

let installation: TestInstallation;

beforeEach(async () => {
  installation = await openTestInstallation("kinds at sign-in");
});
afterEach(() => installation.close());

describe("what a sign-in asks for", () => {
  it("is what the account has, the strongest first, and always a recovery code", async () => {
    const ada = await signUpAccount(installation);
    const kinds = async () => signInKinds(await describeSecurity(installation.deps, ada.subject));
    expect(await kinds()).toEqual(["recovery_code"]);
    const { authenticator } = await ada.addAuthenticator();
    expect(await kinds()).toEqual(["totp", "recovery_code"]);
    await addPhone(installation, ada, { proving: authenticator });
    expect(await kinds()).toEqual(["totp", "sms", "recovery_code"]);
    await installation.deps.unitOfWork.write(({ totp }) =>
      totp.remove(ada.subject, authenticator.factorId),
    );
    expect(await kinds()).toEqual(["sms", "recovery_code"]);
  });
});
