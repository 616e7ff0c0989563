import { once } from "node:events";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import smpp, { type Pdu, type Session } from "smpp";

export interface SmppLinkOptions {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly certificateAuthorities?: string | undefined;
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
  /** How long connecting and binding may take together. */
  readonly connectTimeoutMillis: number;
  /** How often the other side is asked whether it is there, and within which time it must answer. */
  readonly enquireMillis: number;
  /** What other parties send: `deliver_sm`. Answers whether it was dealt with. */
  readonly onDelivery: (pdu: Pdu) => Promise<boolean>;
}

/** What became of a request. `not_sent`: certainly nothing was written. */
export type SmppResponse =
  | { readonly outcome: "not_sent" }
  | { readonly outcome: "lost" }
  | { readonly outcome: "answered"; readonly pdu: Pdu };

/** A bound connection with a message centre. */
export interface SmppLink {
  /** Resolves when it ended, whatever ended it. */
  readonly ended: Promise<void>;
  request(command: string, fields: Readonly<Record<string, unknown>>): Promise<SmppResponse>;
  /** Unbinds, as far as the other side lets it, and ends. */
  close(): Promise<void>;
}

const ESME_RSYSERR = 0x08;
const ESME_RINVCMDID = 0x03;
const UNBIND_MILLIS = 1_000;
const INTERFACE_VERSION = 0x34;

/**
 * Connects and binds as a transceiver.
 *
 * @throws Error when there is no connection, or the message centre does not want us
 */
export async function openSmppLink(options: SmppLinkOptions): Promise<SmppLink> {
  const socket = openSocket(options);
  const timer = setTimeout(
    () => socket.destroy(new Error("It took too long")),
    options.connectTimeoutMillis,
  );
  try {
    await once(socket, options.isTls ? "secureConnect" : "connect");
    const link = createLink(socket, options);
    const bound = await link.request("bind_transceiver", {
      system_id: options.systemId,
      password: options.password,
      system_type: options.systemType,
      interface_version: INTERFACE_VERSION,
    });
    if (bound.outcome !== "answered" || !isResponseOf(bound.pdu, "bind_transceiver")) {
      throw new SmppBindError(bound.outcome === "answered" ? bound.pdu.command_status : undefined);
    }
    return link;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The message centre did not let us in. `code` is its command status. */
export class SmppBindError extends Error {
  override readonly name = "SmppBindError";
  readonly code: string;

  constructor(status: number | undefined) {
    super("The message centre did not bind");
    this.code = status === undefined ? "no_answer" : `0x${status.toString(16).padStart(8, "0")}`;
  }
}

/** Whether a response says yes to this command. */
export function isResponseOf(pdu: Pdu, command: string): boolean {
  return pdu.command === `${command}_resp` && pdu.command_status === 0;
}

function openSocket({ host, port, isTls, certificateAuthorities }: SmppLinkOptions): Socket {
  const socket = isTls
    ? connectTls({
        host,
        port,
        // Addresses have no place in it (RFC 6066 §3); certificates are compared with the host anyway.
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ca: certificateAuthorities,
        minVersion: "TLSv1.2",
        rejectUnauthorized: true,
      })
    : connectTcp({ host, port });
  // Every failure also ends the socket, which is what is listened to.
  socket.on("error", () => {});
  return socket;
}

function createLink(socket: Socket, options: SmppLinkOptions): SmppLink {
  const session = new smpp.Session({ socket });
  const { promise: ended, resolve: onEnded } = Promise.withResolvers<void>();
  const waiting = new Set<(response: SmppResponse) => void>();
  // A PDU that makes no sense leaves the stream at an unknown place.
  session.on("error", () => session.destroy());
  const request: SmppLink["request"] = (command, fields) =>
    new Promise((resolve) => {
      const isTaken = session.send(new smpp.PDU(command, fields), (pdu) => {
        waiting.delete(resolve);
        resolve({ outcome: "answered", pdu });
      });
      if (isTaken) waiting.add(resolve);
      else resolve({ outcome: "not_sent" });
    });
  answerRequests(session, options);
  const stopEnquiring = enquire(session, request, options.enquireMillis);
  session.on("close", () => {
    stopEnquiring();
    for (const resolve of waiting) resolve({ outcome: "lost" });
    onEnded();
  });
  return {
    ended,
    request,
    async close() {
      const timer = setTimeout(() => session.destroy(), UNBIND_MILLIS);
      await request("unbind", {});
      clearTimeout(timer);
      session.destroy();
      await ended;
    },
  };
}

/** Answers what the message centre asks, by command. */
function answerRequests(session: Session, { onDelivery }: SmppLinkOptions): void {
  const respond = (pdu: Pdu, status = 0) =>
    session.send(pdu.response(status === 0 ? {} : { command_status: status }));
  session.on("pdu", (pdu: Pdu) => {
    switch (pdu.command) {
      case "deliver_sm":
        // What was not dealt with comes again.
        onDelivery(pdu).then(
          (isDone) => respond(pdu, isDone ? 0 : ESME_RSYSERR),
          () => respond(pdu, ESME_RSYSERR),
        );
        return;
      case "enquire_link":
        respond(pdu);
        return;
      case "unbind":
        respond(pdu);
        session.destroy();
        return;
      default:
        if (!pdu.isResponse() && pdu.command !== "alert_notification") {
          respond(pdu, ESME_RINVCMDID);
        }
    }
  });
}

/** A connection that is silent may be gone: who does not answer in time is let go. */
function enquire(
  session: Session,
  request: SmppLink["request"],
  enquireMillis: number,
): () => void {
  let silence: NodeJS.Timeout | undefined;
  const interval = setInterval(() => {
    silence ??= setTimeout(() => session.destroy(), enquireMillis);
    void request("enquire_link", {}).then(() => {
      clearTimeout(silence);
      silence = undefined;
    });
  }, enquireMillis);
  return () => {
    clearInterval(interval);
    clearTimeout(silence);
  };
}
