import type { AccountsDeps } from "@twinlatch/accounts";
import { type AccountScenario, signUpAccount, TEST_ORIGIN } from "./account-scenario.ts";
import type { RecordedEvent, Rows } from "./database-rows.ts";
import type { TestAuthenticator } from "./test-authenticator.ts";
import type { TestInstallation } from "./test-installation.ts";
import { PlantedFault, watchPorts } from "./watch-ports.ts";

/** Where an operation is tried: an account with an authenticator and its recovery codes. */
export interface Trial {
  readonly installation: TestInstallation;
  readonly ada: AccountScenario;
  readonly phone: TestAuthenticator;
  readonly recoveryCodes: readonly string[];
  /** An address that nobody has. */
  readonly freeEmail: string;
}

/** One operation, to be done once through the ports it is given. */
export interface TriedOperation {
  readonly act: (ports: AccountsDeps) => Promise<unknown>;
  /** How its event differs from an allowed one of Ada's that names nothing else. */
  readonly event: Partial<Record<keyof RecordedEvent, unknown>>;
}

export type TrialCase = (trial: Trial) => Promise<TriedOperation>;

/** What an event does not name. */
const BLANK = {
  reason: null,
  sessionId: null,
  challengeId: null,
  factorId: null,
  factorKind: null,
  factorLabel: null,
  target: null,
};

let trials = 0;

/** Signs a new account up and gives it an authenticator. */
export async function openTrial(installation: TestInstallation): Promise<Trial> {
  trials += 1;
  const ada = await signUpAccount(installation, `trial-${trials}@example.org`);
  const { authenticator: phone, recoveryCodes } = await ada.addAuthenticator();
  return { installation, ada, phone, recoveryCodes, freeEmail: `free-${trials}@example.org` };
}

/** Does the operation; brings the events it made, and the one it has to make. */
export async function tryOperation(
  trial: Trial,
  type: string,
  given: TrialCase,
): Promise<{ made: readonly RecordedEvent[]; expected: Record<string, unknown> }> {
  const { clock, deps, rows } = trial.installation;
  const { act, event } = await given(trial);
  const before = rows.events().length;
  await act(deps);
  const expected = {
    ...BLANK,
    atMillis: clock.nowMillis(),
    ...trial.ada.subject,
    type,
    outcome: "allowed",
    ...TEST_ORIGIN,
    ...event,
  };
  return { made: rows.events().slice(before), expected };
}

/** Does the operation while no event can be appended. */
export async function tryUnrecorded(
  trial: Trial,
  given: TrialCase,
): Promise<{ ended: unknown; before: Rows; after: Rows }> {
  const { deps, rows } = trial.installation;
  const { act } = await given(trial);
  const before = rows.uncounted();
  const ports = watchPorts(deps, (call) => (call === "stores.audit.append" ? "fails" : "done"));
  const ended = await act(ports).catch((fault: unknown) => {
    if (fault instanceof PlantedFault) return "fault";
    throw fault;
  });
  return { ended, before, after: rows.uncounted() };
}
