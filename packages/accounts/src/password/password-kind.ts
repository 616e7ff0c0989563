import type { Comparison, Factor, VerifierStores } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
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
      return [{ id: OFFER_ID, kind: "password", label: "Password", isDefault: false }];
    },
    protects: async () => false,
    async prepareComparison(_, { subject, code }) {
      const compare = async (): Promise<Comparison> => {
        const account = await deps.unitOfWork.read((stores) =>
          stores.accounts.find(subject.subjectId),
        );
        const hash = account?.passwordHash;
        const isRight = await deps.passwordHasher.verify(code, hash);
        if (!isRight || hash === undefined) return { outcome: "wrong" };
        // What the old password proved is worth nothing once there is a new one.
        const spend = async (stores: VerifierStores) =>
          hasAccounts(stores) && stores.accounts.hasPassword(subject.subjectId, hash);
        return { outcome: "match", spend };
      };
      return { compare };
    },
  };
}

/** The transaction is one of the accounts' own, which spans all stores. */
function hasAccounts(stores: VerifierStores): stores is AccountsStores {
  return "accounts" in stores;
}
