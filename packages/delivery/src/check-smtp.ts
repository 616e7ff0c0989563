import type { MailFailureReason } from "./mail-observer.ts";
import { readSmtpFailure } from "./smtp-failure.ts";
import { createSmtpTransport, type SmtpTransportOptions } from "./smtp-transport.ts";

const TIMEOUT_MILLIS = 5_000;

/**
 * Connects to a mail server, signs in where the URL has a password, and sends nothing. Undefined when
 * that worked, else why it did not.
 *
 * @throws SmtpConfigError when the URL is none
 */
export async function checkSmtp(
  options: Pick<SmtpTransportOptions, "url" | "requireTls" | "certificateAuthorities">,
): Promise<MailFailureReason | undefined> {
  const transport = createSmtpTransport({
    ...options,
    concurrency: 1,
    timeoutMillis: TIMEOUT_MILLIS,
  });
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    return readSmtpFailure(error).reason;
  } finally {
    transport.close();
  }
}
