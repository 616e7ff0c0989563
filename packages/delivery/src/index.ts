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
export {
  createTextProviders,
  type TextProvidersOptions,
} from "./text-message/create-text-providers.ts";
export { maskPhone } from "./text-message/mask-phone.ts";
export { createProviderHttp } from "./text-message/provider-http.ts";
export { SecretText } from "./text-message/secret-text.ts";
export { createTextCarrier, type TextCarrierOptions } from "./text-message/text-carrier.ts";
export { parseTextConfig, type TextConfig } from "./text-message/text-config.ts";
export { TextConfigError } from "./text-message/text-config-error.ts";
export type {
  CircuitReport,
  TextObserver,
  TextReport,
  TextTrouble,
} from "./text-message/text-observer.ts";
export type {
  ReceiptReader,
  ReceiptRequest,
  Submission,
  TextProvider,
} from "./text-message/text-provider.ts";
