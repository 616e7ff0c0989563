import nodemailer from "nodemailer";
import { parseSmtpUrl } from "./smtp-url.ts";

export interface SmtpTransportOptions {
  /** `smtp://[user:password@]host[:port]` or `smtps://…`, user and password percent-encoded. */
  readonly url: string;
  /**
   * Refuses to send anything without TLS. Without it a server that offers no TLS gets plain text,
   * unless the URL has a password. Certificates are always verified.
   */
  readonly requireTls: boolean;
  /** Authorities to trust instead of the host's, as PEM: for a mail server of one's own. */
  readonly certificateAuthorities?: string | undefined;
  /** Connections open at the same time. */
  readonly concurrency: number;
  /** How long the server may be silent. */
  readonly timeoutMillis: number;
}

/** Opens a pool of connections on demand. Nothing is sent before the first message. */
export function createSmtpTransport(options: SmtpTransportOptions) {
  const { url, requireTls, certificateAuthorities, concurrency, timeoutMillis } = options;
  const server = parseSmtpUrl(url);
  return nodemailer.createTransport({
    pool: true,
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    requireTLS: requireTls || server.login !== undefined,
    tls: { minVersion: "TLSv1.2", ca: certificateAuthorities },
    auth: server.login,
    maxConnections: concurrency,
    // Once is for a pooled connection that the server closed meanwhile; more is the caller's to decide.
    maxRequeues: 1,
    dnsTimeout: timeoutMillis,
    connectionTimeout: timeoutMillis,
    greetingTimeout: timeoutMillis,
    socketTimeout: timeoutMillis,
    // A message is text: nothing in it may make this process read files or call addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
    // Its log would hold addresses.
    logger: false,
  });
}
