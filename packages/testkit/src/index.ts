export {
  AccountScenario,
  granted,
  type SecondStep,
  signUpAccount,
  TEST_ORIGIN,
  TEST_PASSWORD,
} from "./account-scenario.ts";
export {
  openTrial,
  type Trial,
  type TrialCase,
  type TriedOperation,
  tryOperation,
  tryUnrecorded,
} from "./audit-trial.ts";
export { chiSquare, hasUniformDigits } from "./chi-square.ts";
export { DatabaseRows, type RecordedEvent, type Rows } from "./database-rows.ts";
export {
  type Failing,
  type FaultyEnding,
  type FaultyFlow,
  type FaultyRequest,
  failEachCall,
  makeRequest,
} from "./fault-trial.ts";
export { FixedClock, TEST_NOON_MILLIS } from "./fixed-clock.ts";
export { MemoryAuditTrail } from "./memory-audit-trail.ts";
export { SeededRandom } from "./seeded-random.ts";
export { TEST_PROJECT, TestAuditTrail } from "./test-audit-trail.ts";
export { type TestAuthenticator, testAuthenticator } from "./test-authenticator.ts";
export { openTestInstallation, type TestInstallation } from "./test-installation.ts";
export { TestKeyRing } from "./test-key-ring.ts";
export {
  addPhone,
  answerByText,
  askForCode,
  confirmPhoneOf,
  enrolPhoneFor,
  proveByText,
  readCode,
  sendAnotherCode,
  TEST_NUMBER,
  type TestPhone,
} from "./test-phone.ts";
export { type CallFate, PlantedFault, watchPorts } from "./watch-ports.ts";
