import {
  type CodeRequest,
  enqueueNotice,
  openNumber,
  type PhoneFactor,
  refuse,
  type SentCode,
  type Settle,
  sendSmsCode,
} from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { DEFAULT_LANGUAGE } from "../notice/language.ts";
import { codeWriter, removedPhoneText } from "./code-text.ts";

type Deps = Pick<
  AccountsDeps,
  | "clock"
  | "phoneNumbers"
  | "productName"
  | "publicHost"
  | "random"
  | "stringBox"
  | "textCarrier"
  | "textPolicy"
  | "tokenHash"
  | "unitOfWork"
>;

/** How long a text about a change is worth sending. */
const NOTICE_TEXT_MILLIS = 60 * 60_000;

/**
 * Sends a code for a challenge, in the language of its account, to whoever holds one of the things it may
 * be bound to. Refused as `sendSmsCode` is.
 */
export async function sendCode(
  deps: Deps,
  request: Omit<CodeRequest, "boundTo" | "write"> & { readonly holdings: readonly string[] },
  settle?: Settle<AccountsStores, { readonly outcome: "sent" } & SentCode>,
): ReturnType<typeof sendSmsCode> {
  const { holdings, ...asked } = request;
  for (const boundTo of holdings) {
    const language = await findLanguage(deps, asked.challengeId, boundTo);
    const write = codeWriter(deps, language);
    const sent = await sendSmsCode(deps, { ...asked, boundTo, write }, settle);
    if (sent.outcome === "sent" || sent.reason !== "not_found") return sent;
  }
  return refuse("not_found");
}

async function findLanguage(deps: Deps, challengeId: string, boundTo: string) {
  const recipient = await deps.unitOfWork.read(async (stores) => {
    const challenge = await stores.challenges.find(challengeId, boundTo);
    return challenge && stores.accounts.findRecipient(challenge.subjectId);
  });
  return recipient?.language ?? DEFAULT_LANGUAGE;
}

/**
 * Tells a phone that was just removed that it gets no more codes, in the transaction that removes it
 * . Whoever took an account over cannot keep that from its owner. Returns the text, if one is sent.
 */
export async function tellRemovedPhone(
  deps: Deps,
  stores: AccountsStores,
  {
    phone,
    addressBlock,
    nowMillis,
  }: { phone: PhoneFactor; addressBlock: string; nowMillis: number },
): Promise<string | undefined> {
  const recipient = await stores.accounts.findRecipient(phone.subjectId);
  const language = recipient?.language ?? DEFAULT_LANGUAGE;
  const { projectId, subjectId, channel, numberKey } = phone;
  return enqueueNotice(deps, stores, {
    subject: { projectId, subjectId },
    number: openNumber(deps, phone),
    numberKey,
    channel,
    text: removedPhoneText(deps.productName, language),
    language,
    addressBlock,
    nowMillis,
    expiresAtMillis: nowMillis + NOTICE_TEXT_MILLIS,
  });
}
