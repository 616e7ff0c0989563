import type { OutgoingText } from "@twinlatch/verifier";
import { type Static, Type } from "typebox";
import {
  httpUrl,
  phoneNumber,
  providerFields,
  secretFile,
  textChannels,
} from "../config-fields.ts";
import { defineProviderKind, isPlainHttp, type ProviderDeps } from "../provider-kind.ts";
import type { TextProvider } from "../text-provider.ts";
import { speakText } from "./spoken-text.ts";
import { readTwilioAnswer } from "./twilio-answer.ts";
import { createTwilioReceiptReader } from "./twilio-receipt.ts";

const schema = Type.Object(
  {
    kind: Type.Literal("twilio"),
    ...providerFields,
    channels: Type.Optional(textChannels),
    accountSid: Type.String({ pattern: "^AC[0-9a-fA-F]{32}$" }),
    authTokenFile: secretFile,
    /** A number, a short code or a name that the account may send from. */
    from: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
    messagingServiceSid: Type.Optional(Type.String({ pattern: "^MG[0-9a-fA-F]{32}$" })),
    /** The number that calls come from; `from` where there is none. */
    voiceFrom: Type.Optional(phoneNumber),
    /** Another region, such as `https://api.dublin.ie1.twilio.com`. */
    apiUrl: Type.Optional(httpUrl),
  },
  { additionalProperties: false },
);

type TwilioConfig = Static<typeof schema>;

const API_URL = "https://api.twilio.com";
const CALLER = /^\+[0-9]{5,15}$/;
/** Twilio's bounds for how long a message may wait (`ValidityPeriod`). */
const MAX_VALIDITY_SECONDS = 36_000;
const RING_SECONDS = 30;

/** Programmable Messaging and Programmable Voice (twilio.com/docs). */
export const twilioKind = defineProviderKind("twilio", {
  schema,
  findProblems: findTwilioProblems,
  secretFiles: ({ authTokenFile }) => [authTokenFile],
  isPlain: ({ apiUrl = API_URL }) => isPlainHttp(apiUrl),
  create: createTwilioProvider,
});

function findTwilioProblems(config: TwilioConfig): readonly string[] {
  const { channels = ["sms"], from, messagingServiceSid } = config;
  return [
    channels.includes("sms") &&
      (from === undefined) === (messagingServiceSid === undefined) &&
      ' needs either "from" or "messagingServiceSid"',
    channels.includes("voice") &&
      !CALLER.test(callerOf(config)) &&
      ' needs a number to call from, in "voiceFrom" or in "from"',
  ].filter((problem) => problem !== false);
}

function callerOf({ voiceFrom, from = "" }: TwilioConfig): string {
  return voiceFrom ?? from;
}

function createTwilioProvider(
  name: string,
  config: TwilioConfig,
  { clock, post, secretOf, receiptUrl }: ProviderDeps,
): TextProvider {
  const { accountSid, apiUrl = API_URL, channels = ["sms"], prefixes } = config;
  const authToken = secretOf(config.authTokenFile);
  const credentials = Buffer.from(`${accountSid}:${authToken.reveal()}`).toString("base64");
  const account = `${apiUrl.replace(/\/$/, "")}/2010-04-01/Accounts/${accountSid}`;
  const headers = {
    authorization: `Basic ${credentials}`,
    "content-type": "application/x-www-form-urlencoded",
  };
  return {
    name,
    channels,
    prefixes,
    async submit(text, signal) {
      const form =
        text.channel === "sms"
          ? messageForm(config, text, clock.nowMillis())
          : callForm(config, text);
      if (form === undefined) return { outcome: "refused", reason: "declined" };
      // Twilio reaches no address of a development installation, and refuses to be given one.
      if (receiptUrl?.startsWith("https:")) form.set("StatusCallback", receiptUrl);
      const url = new URL(`${account}/${text.channel === "sms" ? "Messages" : "Calls"}.json`);
      return readTwilioAnswer(await post({ url, headers, body: form.toString() }, signal));
    },
    readReceipt:
      receiptUrl === undefined
        ? undefined
        : createTwilioReceiptReader(name, { receiptUrl, authToken }),
  };
}

function messageForm(
  { from, messagingServiceSid }: TwilioConfig,
  { to, text, expiresAtMillis }: OutgoingText,
  nowMillis: number,
): URLSearchParams {
  const seconds = Math.ceil((expiresAtMillis - nowMillis) / 1_000);
  return new URLSearchParams({
    To: to,
    ...(from === undefined ? {} : { From: from }),
    ...(messagingServiceSid === undefined ? {} : { MessagingServiceSid: messagingServiceSid }),
    Body: text,
    ValidityPeriod: String(Math.min(Math.max(seconds, 1), MAX_VALIDITY_SECONDS)),
  });
}

/** Undefined when it is too long to be read out. */
function callForm(
  config: TwilioConfig,
  { to, text, language }: OutgoingText,
): URLSearchParams | undefined {
  const twiml = speakText(text, language);
  if (twiml === undefined) return undefined;
  return new URLSearchParams({
    To: to,
    From: callerOf(config),
    Twiml: twiml,
    Timeout: String(RING_SECONDS),
  });
}
