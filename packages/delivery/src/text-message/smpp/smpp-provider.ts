import type { OutgoingText } from "@twinlatch/verifier";
import type { Pdu } from "smpp";
import { type Static, Type } from "typebox";
import { providerFields, secretFile, sender, smsOnly } from "../config-fields.ts";
import { defineProviderKind, isLoopback, type ProviderDeps } from "../provider-kind.ts";
import type { Submission, TextProvider, TextRefusalReason } from "../text-provider.ts";
import { keepSmppLink } from "./smpp-connection.ts";
import { isResponseOf, openSmppLink, type SmppResponse } from "./smpp-link.ts";
import { readSmppReceipt } from "./smpp-receipt.ts";
import { encodeText, toSmppAddress, toValidityPeriod } from "./smpp-text.ts";

const schema = Type.Object(
  {
    kind: Type.Literal("smpp"),
    ...providerFields,
    channels: Type.Optional(smsOnly),
    host: Type.String({ pattern: "^[A-Za-z0-9.:_-]{1,255}$" }),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    /** Without it texts and the password cross the network in the clear. */
    tls: Type.Optional(Type.Boolean()),
    systemId: Type.String({ minLength: 1, maxLength: 15 }),
    passwordFile: secretFile,
    systemType: Type.Optional(Type.String({ maxLength: 12 })),
    from: sender,
    /** What the message centre reads `data_coding` 0 as. */
    defaultAlphabet: Type.Optional(Type.Union([Type.Literal("gsm7"), Type.Literal("latin1")])),
    /** `decimal`: its answers name messages in hexadecimal, its receipts in decimal. */
    receiptIds: Type.Optional(Type.Union([Type.Literal("same"), Type.Literal("decimal")])),
  },
  { additionalProperties: false },
);

type SmppConfig = Static<typeof schema>;

const TLS_PORT = 3550;
const PLAIN_PORT = 2775;
const CONNECT_MILLIS = 10_000;
const ENQUIRE_MILLIS = 30_000;
/** How long a text waits for a link that is being made: the next provider needs time, too. */
const WAIT_FOR_LINK_MILLIS = 1_500;
/** A receipt is wanted for the final outcome, good or bad (SMPP 3.4 §5.2.17). */
const FINAL_RECEIPT = 1;

/** Command statuses that say more than "not this text" (SMPP 3.4 §5.1.3). */
const REASONS_BY_STATUS: ReadonlyMap<number, TextRefusalReason> = new Map([
  [0x04, "unavailable"],
  [0x08, "unavailable"],
  [0x0b, "unreachable_number"],
  [0x14, "throttled"],
  [0x45, "unavailable"],
  [0x58, "throttled"],
  [0x64, "unavailable"],
  [0xff, "unavailable"],
]);

/** A message centre by SMPP 3.4: one link, bound as a transceiver. */
export const smppKind = defineProviderKind("smpp", {
  schema,
  secretFiles: ({ passwordFile }) => [passwordFile],
  isPlain: ({ host, tls = true }) => !tls && !isLoopback(host),
  create: createSmppProvider,
});

function createSmppProvider(name: string, config: SmppConfig, deps: ProviderDeps): TextProvider {
  const { clock } = deps;
  const { tls: isTls = true } = config;
  const connection = keepSmppLink({
    open: () =>
      openSmppLink({
        host: config.host,
        port: config.port ?? (isTls ? TLS_PORT : PLAIN_PORT),
        isTls,
        certificateAuthorities: deps.certificateAuthorities,
        systemId: config.systemId,
        password: deps.secretOf(config.passwordFile).reveal(),
        systemType: config.systemType ?? "",
        connectTimeoutMillis: CONNECT_MILLIS,
        enquireMillis: deps.enquireMillis ?? ENQUIRE_MILLIS,
        onDelivery: (pdu) => passReceipt(name, config, deps, pdu),
      }),
    onChange: deps.onLink,
  });
  return {
    name,
    channels: ["sms"],
    prefixes: config.prefixes,
    async submit(text, signal) {
      const link = await connection.whenUp(WAIT_FOR_LINK_MILLIS);
      if (link === undefined || signal.aborted)
        return { outcome: "refused", reason: "unreachable" };
      const response = link.request("submit_sm", submitFields(config, text, clock.nowMillis()));
      return readResponse(await untilAborted(response, signal), config);
    },
    stop: () => connection.stop(),
  };
}

function submitFields(
  { from, defaultAlphabet = "gsm7" }: SmppConfig,
  { to, text, expiresAtMillis }: OutgoingText,
  nowMillis: number,
): Record<string, unknown> {
  const source = toSmppAddress(from);
  const destination = toSmppAddress(to);
  return {
    source_addr_ton: source.ton,
    source_addr_npi: source.npi,
    source_addr: source.address,
    dest_addr_ton: destination.ton,
    dest_addr_npi: destination.npi,
    destination_addr: destination.address,
    validity_period: toValidityPeriod(expiresAtMillis - nowMillis),
    registered_delivery: FINAL_RECEIPT,
    ...encodeText(text, defaultAlphabet),
  };
}

/** Undefined when the time was over first. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = Promise.withResolvers<undefined>();
  const onAbort = () => aborted.resolve(undefined);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function readResponse(response: SmppResponse | undefined, config: SmppConfig): Submission {
  if (response === undefined) return { outcome: "uncertain", reason: "timeout" };
  if (response.outcome === "not_sent") return { outcome: "refused", reason: "unreachable" };
  if (response.outcome === "lost") return { outcome: "uncertain", reason: "connection_lost" };
  const { pdu } = response;
  const { command_status: status, message_id: id } = pdu;
  if (isResponseOf(pdu, "submit_sm")) {
    const messageId = typeof id === "string" && id !== "" ? toReceiptId(id, config, 16) : undefined;
    return { outcome: "accepted", messageId };
  }
  if (status === 0 || !["submit_sm_resp", "generic_nack"].includes(pdu.command)) {
    return { outcome: "uncertain", reason: "unexpected_answer" };
  }
  const code = `0x${status.toString(16).padStart(8, "0")}`;
  return { outcome: "refused", reason: REASONS_BY_STATUS.get(status) ?? "declined", code };
}

async function passReceipt(
  provider: string,
  config: SmppConfig,
  { onReceipt }: ProviderDeps,
  pdu: Pdu,
): Promise<boolean> {
  const receipt = readSmppReceipt(pdu);
  if (receipt === undefined) return true;
  const messageId = toReceiptId(receipt.messageId, config, 10);
  await onReceipt({ provider, messageId, status: receipt.status });
  return true;
}

/** One name for a message in both its answer and its receipt. */
function toReceiptId(id: string, { receiptIds = "same" }: SmppConfig, radix: 10 | 16): string {
  const isNumber = radix === 16 ? /^[0-9a-f]{1,32}$/i.test(id) : /^[0-9]{1,40}$/.test(id);
  if (receiptIds === "same" || !isNumber) return id;
  return BigInt(radix === 16 ? `0x${id}` : id).toString();
}
