import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";

const TIMEOUT_MILLIS = 3_000;
const NTP_PORT = 123;
const NTP_PACKET_BYTES = 48;
/** Version 4, from a client (RFC 5905 §7.3). */
const NTP_REQUEST = 0x23;
const NTP_SERVER_MODE = 4;
const NTP_MAX_STRATUM = 15;
/** From 1900, where NTP begins, to 1970. */
const NTP_EPOCH_SECONDS = 2_208_988_800;
/** A `Date` header has whole seconds: the middle of one is the best guess. */
const HALF_SECOND_MILLIS = 500;

/** The host's time of a question and its answer, and the reference's time between them. */
interface Reading {
  readonly askedMillis: number;
  readonly answeredMillis: number;
  readonly referenceMillis: number;
}

const READERS: Readonly<Record<string, (reference: URL) => Promise<Reading>>> = {
  "ntp:": readNtp,
  "https:": readHttpDate,
  "http:": readHttpDate,
};

/**
 * By how many milliseconds the host's clock is ahead of a reference, behind when negative. The reference is
 * `ntp://host[:port]` (RFC 5905) or an `https://` address whose answers carry `Date`; half a second is the
 * latter's precision. The host's own clock is what is compared, whatever a test does to the clock of the rules.
 *
 * @throws Error when the reference does not answer within three seconds, or not as it should
 */
export async function readClockDrift(reference: URL): Promise<number> {
  const read = READERS[reference.protocol];
  if (read === undefined) throw new Error(`No clock can be read by ${reference.protocol}`);
  const { askedMillis, answeredMillis, referenceMillis } = await read(reference);
  return Math.round((askedMillis + answeredMillis) / 2 - referenceMillis);
}

async function readHttpDate(reference: URL): Promise<Reading> {
  const askedMillis = Date.now();
  const response = await fetch(reference, {
    method: "HEAD",
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  });
  const answeredMillis = Date.now();
  const date = Date.parse(response.headers.get("date") ?? "");
  if (Number.isNaN(date)) throw new Error("The clock reference sends no date");
  return { askedMillis, answeredMillis, referenceMillis: date + HALF_SECOND_MILLIS };
}

async function readNtp({ hostname, port }: URL): Promise<Reading> {
  const request = Buffer.alloc(NTP_PACKET_BYTES);
  request[0] = NTP_REQUEST;
  // Comes back as it is: whoever does not see the question cannot forge an answer.
  const nonce = randomBytes(8);
  nonce.copy(request, 40);
  const socket = createSocket(hostname.startsWith("[") ? "udp6" : "udp4");
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MILLIS);
    const arrived: Promise<readonly unknown[]> = once(socket, "message", { signal });
    const askedMillis = Date.now();
    socket.send(request, port === "" ? NTP_PORT : Number(port), hostname.replace(/^\[|\]$/g, ""));
    const [answer] = await arrived;
    const answeredMillis = Date.now();
    if (!Buffer.isBuffer(answer) || !isAnswerTo(answer, nonce)) {
      throw new Error("The clock reference does not answer as NTP");
    }
    const referenceMillis = (ntpMillis(answer, 32) + ntpMillis(answer, 40)) / 2;
    return { askedMillis, answeredMillis, referenceMillis };
  } finally {
    socket.close();
  }
}

function isAnswerTo(answer: Buffer, nonce: Buffer): boolean {
  if (answer.length < NTP_PACKET_BYTES || !answer.subarray(24, 32).equals(nonce)) return false;
  const [header = 0, stratum = 0] = answer;
  return (header & 7) === NTP_SERVER_MODE && stratum >= 1 && stratum <= NTP_MAX_STRATUM;
}

/** A timestamp of NTP: seconds since 1900 and their fraction. */
function ntpMillis(packet: Buffer, at: number): number {
  const seconds = packet.readUInt32BE(at) - NTP_EPOCH_SECONDS;
  return seconds * 1_000 + (packet.readUInt32BE(at + 4) * 1_000) / 2 ** 32;
}
