import {
  type AccountScenario,
  addPhone,
  signUpAccount,
  type TestAuthenticator,
  type TestPhone,
} from "@twinlatch/testkit";
import type { UnhurriedInstallation } from "./unhurried-installation.ts";

export const STEP_MILLIS = 30_000;
const TWO_DAYS_MILLIS = 2 * 24 * 3_600_000;
/** With the one that is signed in there are as many as an account can have. */
const OLDER_SESSIONS = 19;

/** One account with everything at which requests can wait for each other. */
export interface ContendedAccount {
  readonly installation: UnhurriedInstallation;
  readonly ada: AccountScenario;
  /** What proves. */
  readonly app: TestAuthenticator;
  /** The default. */
  readonly tablet: TestAuthenticator;
  readonly phone: TestPhone;
  readonly recoveryCodes: readonly string[];
}

let people = 0;

/** Signs somebody up with two apps, a phone and recovery codes, who is asked once on each device. */
export async function openContendedAccount(
  installation: UnhurriedInstallation,
): Promise<ContendedAccount> {
  people += 1;
  const { hurried } = installation;
  const ada = await signUpAccount(hurried, `ada-${people}@example.org`);
  const { authenticator: app, recoveryCodes } = await ada.addAuthenticator("App");
  const { authenticator: tablet } = await ada.addAuthenticator("Tablet", app);
  const number = `+4179${1_000_000 + people}`;
  const phone = await addPhone(hurried, ada, { proving: app, number });
  hurried.clock.advance(STEP_MILLIS);
  await ada.choose("once_per_device", app);
  return { installation, ada, app, tablet, phone, recoveryCodes };
}

/**
 * Signs the account in anew, on a device that is trusted, and leaves it with nothing counted but so many
 * wrong codes in a row of each factor. Every second step replaces its browser's token, and with every session that
 * begins the oldest one ends.
 */
export async function renewAccount(
  { ada, app, installation, tablet }: ContendedAccount,
  failures: number,
): Promise<void> {
  const { hurried, database } = installation;
  const { subjectId } = ada.subject;
  hurried.clock.advance(STEP_MILLIS);
  await hurried.deps.unitOfWork.write(async (stores) => {
    await stores.attemptBudgets.purge(Number.MAX_SAFE_INTEGER);
    await stores.passwordDoubts.clear(ada.subject);
    await stores.textVolumes.purge(Number.MAX_SAFE_INTEGER);
    await stores.trustedDevices.forget(ada.subject);
  });
  const change = (table: string, to: string) =>
    database.query(`UPDATE ${table} SET ${to} WHERE subject_id = $1`, subjectId);
  // What was to be removed stays where a new password came first.
  await database.query(
    "DELETE FROM totp_factor WHERE subject_id = $1 AND id NOT IN ($2, $3)",
    subjectId,
    app.factorId,
    tablet.factorId,
  );
  await change("totp_factor", "status = 'active', consecutive_failures = 0");
  await change("recovery_code", "used_at_millis = NULL");
  ada.deviceTokens = [];
  await ada.trustDevice(app);
  await change("totp_factor", `consecutive_failures = ${failures}`);
  await change("totp_factor", `is_default = CASE id WHEN '${tablet.factorId}' THEN 1 ELSE 0 END`);
  await change("phone_factor", `is_default = 0, consecutive_failures = ${failures}`);
  await change("recognised_browser", `issued_at_millis = issued_at_millis - ${TWO_DAYS_MILLIS}`);
  await fillSessions(installation, ada);
}

async function fillSessions(
  { database }: UnhurriedInstallation,
  { session }: AccountScenario,
): Promise<void> {
  const { accountId, id } = session;
  const others = "DELETE FROM session WHERE account_id = $1 AND id <> $2";
  await database.query(others, accountId, id);
  await database.query(
    `INSERT INTO session SELECT id || number, account_id, token_digest || number, amr,
       authenticated_at_millis, second_factor_at_millis, is_recovery, created_at_millis - number,
       last_used_at_millis, ip, user_agent
     FROM session, generate_series(1, ${OLDER_SESSIONS}) AS number WHERE id = $1`,
    id,
  );
}
