export { checkSmtp } from "./check-smtp.ts";
export type { MailSender } from "./compose-mail.ts";
export { DevelopmentOutbox, type OutboxMessage } from "./development-outbox.ts";
export type {
  MailFailure,
  MailFailureReason,
  MailObserver,
  MailReport,
} from "./mail-observer.ts";
export { maskEmail } from "./mask-email.ts";
export { SmtpConfigError, type SmtpConfigErrorCode } from "./smtp-config-error.ts";
export { SmtpMailer, type SmtpMailerOptions } from "./smtp-mailer.ts";
