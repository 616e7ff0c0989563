import type { VerifierDeps } from "@twinlatch/verifier";
import type { AccountsStores } from "./accounts-stores.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { MessageBox } from "./mail/message-box.ts";
import type { CommonPasswords, PasswordHasher } from "./password/password-hasher.ts";

/** Every port of the account rules. A use case picks the ones it uses. */
export interface AccountsDeps extends VerifierDeps<AccountsStores> {
  /** Address of the page with what happened in one's account, without anything that opens it. */
  readonly activityUrl: string;
  readonly commonPasswords: CommonPasswords;
  /** Whether who signs up before anybody else administers the installation. */
  readonly firstSignUpAdministers: boolean;
  /** Address of the page that takes an invitation's token behind `#`. */
  readonly invitationUrl: string;
  readonly mailer: Mailer;
  readonly messageBox: MessageBox;
  readonly passwordHasher: PasswordHasher;
  /** Address of the page that takes a mailed reset's token behind `#`. */
  readonly passwordResetUrl: string;
  /** The console's host, without a port: whose codes texted ones are. */
  readonly publicHost: string;
  /** The installation's name, as people read it in messages. */
  readonly productName: string;
}
