export {
  AccountScenario,
  signUpAccount,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type TestAuthenticator,
} from "./account-scenario.ts";
export { FixedClock, TEST_NOON_MILLIS } from "./fixed-clock.ts";
export { SeededRandom } from "./seeded-random.ts";
export { openTestInstallation, type TestInstallation } from "./test-installation.ts";
