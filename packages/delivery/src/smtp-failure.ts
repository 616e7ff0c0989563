import type { MailFailureReason } from "./mail-observer.ts";

/** What a failed try means for its message. */
export interface SmtpFailure {
  readonly reason: MailFailureReason;
  /** The server's reply code, where it gave one. */
  readonly replyCode: number | undefined;
  /** Whether another try may succeed. */
  readonly isTemporary: boolean;
}

/** nodemailer's error codes that say more than the server's reply, or come without one. */
const REASONS_BY_CODE: ReadonlyMap<unknown, MailFailureReason> = new Map([
  ["EAUTH", "authentication"],
  ["ENOAUTH", "authentication"],
  ["ETLS", "tls"],
  ["ETIMEDOUT", "timeout"],
  ["EABORT", "timeout"],
]);

/** How Node and OpenSSL name what is wrong with a handshake or a certificate. */
const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** nodemailer refuses an envelope or a message by itself with these and no reply code. */
const REFUSED_HERE: ReadonlySet<unknown> = new Set(["EENVELOPE", "EMESSAGE"]);

/** Reads what nodemailer throws. A 4yz reply may change with time, a 5yz will not (RFC 5321 §4.2.1). */
export function readSmtpFailure(error: unknown): SmtpFailure {
  const code = readMember(error, "code");
  const reply = readMember(error, "responseCode");
  const replyCode = typeof reply === "number" ? reply : undefined;
  if (replyCode === undefined && REFUSED_HERE.has(code)) {
    return { reason: "invalid_message", replyCode, isTemporary: false };
  }
  const isPermanent = replyCode !== undefined && isPermanentReply(replyCode);
  const byReply = isPermanent ? "rejected" : "deferred";
  const isTls = TLS_CODE.test(String(readMember(error, "originalCode")));
  const byCode = isTls ? "tls" : REASONS_BY_CODE.get(code);
  const reason = byCode ?? (replyCode === undefined ? "unreachable" : byReply);
  return { reason, replyCode, isTemporary: !isPermanent };
}

/** 503, a command out of order, is about the connection and not the message. */
function isPermanentReply(replyCode: number): boolean {
  return replyCode >= 500 && replyCode !== 503;
}

function readMember(error: unknown, name: string): unknown {
  return error instanceof Error ? Reflect.get(error, name) : undefined;
}
