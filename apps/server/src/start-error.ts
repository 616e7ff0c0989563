import { SmtpConfigError, TextConfigError } from "@twinlatch/delivery";
import { SettingsError } from "@twinlatch/installation";
import { KeyRingError } from "@twinlatch/platform-node";
import { StorageUnavailableError } from "@twinlatch/verifier";
import { ConsoleMissingError } from "./http/console-pages.ts";
import { describeError } from "./log/log.ts";

/** Errors whose message was written for the operator and holds no secret. */
const OWN_ERRORS = [
  SettingsError,
  KeyRingError,
  SmtpConfigError,
  TextConfigError,
  ConsoleMissingError,
];

/** Says to the person at the terminal why the server did not start. */
export function describeStartError(error: unknown): string {
  if (error instanceof StorageUnavailableError) {
    return `The database cannot be used: ${error.message}${causeOf(error)}`;
  }
  if (error instanceof Error && OWN_ERRORS.some((own) => error instanceof own)) {
    return error.message;
  }
  if (error instanceof Error && "syscall" in error && error.syscall === "listen") {
    return `Cannot listen: ${error.message}`;
  }
  return `The server could not start: ${JSON.stringify(describeError(error), null, 2)}`;
}

/** The driver's code, such as ECONNREFUSED; its message may hold the connection string. */
function causeOf({ cause }: Error): string {
  return cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
}
