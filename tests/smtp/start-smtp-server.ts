import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail as the server took it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Whom the client signed in as, if it did. */
  readonly user: string | undefined;
  readonly isTls: boolean;
  /** The message as it came over the wire, with CRLF line ends. */
  readonly source: string;
}

export interface RunningSmtpServer {
  readonly port: number;
  /** What was taken so far, oldest first. */
  readonly received: readonly ReceivedMail[];
  close(): Promise<void>;
}

/** Starts a real SMTP server on 127.0.0.1, without sign-in and TLS unless `options` say otherwise. */
export async function startSmtpServer(
  options: SMTPServerOptions = {},
  port = 0,
): Promise<RunningSmtpServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    closeTimeout: 1,
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      const keep = (source: string) => {
        received.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map((recipient) => recipient.address),
          user: typeof session.user === "string" ? session.user : undefined,
          isTls: session.secure,
          source,
        });
        done();
      };
      text(stream).then(keep, done);
    },
    ...options,
  });
  // A client that refuses our certificate is an error here and the point of the test there.
  server.on("error", () => {});
  const listening = server.listen(port, "127.0.0.1");
  await once(listening, "listening");
  return {
    port: (listening.address() as AddressInfo).port,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The value of a header, unfolded; undefined when the mail has none, or several. */
export function readHeader(mail: ReceivedMail, name: string): string | undefined {
  const head = mail.source.split("\r\n\r\n", 1)[0] ?? "";
  const lines = head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");
  const values = lines.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return values.length === 1 ? values[0]?.slice(name.length + 1).trim() : undefined;
}

/** The text of a mail of one part, decoded. */
export function readText(mail: ReceivedMail): string {
  const body = mail.source.slice(mail.source.indexOf("\r\n\r\n") + 4);
  const encoding = readHeader(mail, "Content-Transfer-Encoding");
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  if (encoding !== "quoted-printable") return body;
  const bytes = body
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString();
}
