import type { Factor } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import { MAX_PASSWORD_LENGTH } from "./check-new-password.ts";

const OFFER_ID = "password";

/** The account's password as a proof, for accounts that have no second factor yet. */
export function passwordKind(deps: Pick<AccountsDeps, "passwordHasher" | "unitOfWork">): Factor {
  return {
    kind: "password",
    lane: "password",
    amr: ["pwd"],
    isNamed: false,
    isWellFormed: (code) => code.length <= MAX_PASSWORD_LENGTH,
    async offers() {
      return [{ id: OFFER_ID, kind: "password", label: "Password", isDefault: true }];
    },
    async prepareComparison(_, { subject, code }) {
      return async () => {
        const account = await deps.unitOfWork.read((stores) =>
          stores.accounts.find(subject.subjectId),
        );
        const isRight = await deps.passwordHasher.verify(code, account?.passwordHash);
        return isRight ? { outcome: "match", spend: async () => true } : { outcome: "wrong" };
      };
    },
  };
}
