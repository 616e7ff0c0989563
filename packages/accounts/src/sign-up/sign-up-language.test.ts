import { openTestInstallation, TEST_ORIGIN as origin, TEST_PASSWORD } from "@twinlatch/testkit";
import { expect, it, onTestFinished } from "vitest";
import { beginSignUp } from "./begin-sign-up.ts";
import { verifySignUp } from "./verify-sign-up.ts";

it("speaks what the browser spoke, in the mail and ever after", async () => {
  const installation = await openTestInstallation();
  onTestFinished(() => installation.close());
  const { deps, mails } = installation;
  const email = "ada@example.org";
  const addressBlock = origin.ip;
  const asked = { email, password: TEST_PASSWORD, addressBlock, origin, language: "de" } as const;
  const begun = await beginSignUp(deps, asked);
  if (begun.outcome === "refused") throw new Error(begun.reason);
  expect(mails[0]?.text).toContain("Ihr Code für Twinlatch ist");
  const [code = ""] = /\d{6}/.exec(mails[0]?.text ?? "") ?? [];
  const input = { email, code, token: begun.token, origin, language: "de" } as const;
  const verified = await verifySignUp(deps, input);
  if (verified.outcome === "refused") throw new Error(verified.reason);
  const recipient = await deps.unitOfWork.read((stores) =>
    stores.accounts.findRecipient(verified.account.id),
  );
  expect(recipient).toEqual({ addresses: [email], language: "de" });
});
