import { newId } from "../platform/ids.ts";
import type { Refusal } from "../platform/refusal.ts";
import type { Subject } from "../platform/subject.ts";
import { type ReservedAttempt, reserveAttempt } from "../throttle/reserve-attempt.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type PhoneNumber, prefixOf } from "./phone-number.ts";
import { reserveNumber } from "./reserve-number.ts";
import type { TextChannel } from "./text-carrier.ts";
import {
  type TextMessage,
  type TextPurpose,
  type TextRefusalCause,
  textPlace,
} from "./text-message.ts";
import {
  JUDGED_MILLIS,
  MIN_JUDGED_TEXTS,
  MIN_REDEEMED_SHARE,
  type TextPolicy,
} from "./text-policy.ts";
import { TextRefused } from "./text-refused.ts";
import type { VolumeWindow } from "./text-volume-store.ts";
import { JUDGED_WINDOW_MILLIS, judgedScope, listWindows } from "./text-windows.ts";

/** What a text says, and in which language. */
export interface WrittenText {
  readonly text: string;
  readonly language: string;
}

/** A text that somebody asks for. */
export interface TextRequest extends WrittenText {
  readonly subject: Subject;
  readonly purpose: TextPurpose;
  readonly channel: TextChannel;
  readonly number: PhoneNumber;
  readonly numberKey: string;
  readonly addressBlock: string;
  readonly expiresAtMillis: number;
  readonly nowMillis: number;
}

type Deps = Pick<VerifierDeps, "random" | "stringBox" | "textCarrier" | "textPolicy">;

/** Causes that only the fraud rules have. */
const FRAUD_CAUSES: readonly TextRefusalCause[] = ["address", "prefix", "prefix_suspended"];

/**
 * Puts a text into the outbox in the caller's transaction, sealed, unless a limit is reached: of the
 * number, the subject, the address, the prefix or the installation. What tells of a change to an
 * old number is no answer to anybody's request and counts for the last two alone. Returns the text.
 *
 * @throws TextRefused which takes the transaction back; `performSending` makes a refusal of it
 */
export async function enqueueText(
  deps: Deps,
  stores: VerifierStores,
  request: TextRequest,
): Promise<TextMessage> {
  const draft = draftOf(deps, request);
  const refuseFor = (cause: TextRefusalCause, beside: object = {}): never => {
    throw new TextRefused({ text: { ...draft, status: "refused", cause }, ...beside });
  };
  if (!isCountryAllowed(deps.textPolicy, request.number)) refuseFor("country");
  if (!isReachable(deps, request)) refuseFor("channel");
  const attempts = await reserveBudgets(deps, stores, request, refuseFor);
  const { doubt, counted } = await countVolume(deps, stores, draft);
  if (doubt !== undefined && isEnforced(deps.textPolicy, doubt.cause)) {
    const { cause, ...beside } = doubt;
    refuseFor(cause, { ...beside, counted });
  }
  const { text, language, number } = request;
  const message = JSON.stringify({ to: number.e164, text, language });
  const queued: TextMessage = {
    ...draft,
    ...attempts,
    cause: doubt?.cause,
    sealedMessage: deps.stringBox.seal(message, textPlace(request.subject, draft.id)),
  };
  await stores.textMessages.insert(queued);
  return queued;
}

function draftOf(deps: Pick<Deps, "random">, request: TextRequest): TextMessage {
  const { subject, number, nowMillis } = request;
  return {
    ...subject,
    id: newId(deps.random, "txt", nowMillis),
    purpose: request.purpose,
    channel: request.channel,
    status: "waiting",
    numberKey: request.numberKey,
    country: number.country,
    prefix: prefixOf(number.e164),
    addressBlock: request.addressBlock,
    sealedMessage: new Uint8Array(0),
    createdAtMillis: nowMillis,
    expiresAtMillis: request.expiresAtMillis,
  };
}

/** Whether the operator lets this number's country be texted. */
function isCountryAllowed({ countries }: TextPolicy, { country }: PhoneNumber): boolean {
  return countries === "all" || (country !== undefined && countries.includes(country));
}

function isReachable({ textCarrier }: Deps, { number, channel }: TextRequest): boolean {
  if (number.use === "refused" || (number.use === "fixed" && channel === "sms")) return false;
  return textCarrier?.channels.includes(channel) === true;
}

type Attempts = Pick<TextMessage, "numberAttempt" | "subjectAttempt">;

async function reserveBudgets(
  deps: Deps,
  stores: VerifierStores,
  { subject, purpose, numberKey, nowMillis }: TextRequest,
  refuseFor: (cause: TextRefusalCause, beside: object) => never,
): Promise<Attempts> {
  if (purpose === "notice") return {};
  const ofNumber = await reserveNumber(stores, deps.random, { numberKey, purpose, nowMillis });
  const numberAttempt = attemptOf(ofNumber) ?? refuseFor("number", ofNumber);
  const lane = "text_subject";
  const ofSubject = await reserveAttempt(stores, deps.random, { subject, lane, nowMillis });
  const subjectAttempt = attemptOf(ofSubject) ?? refuseFor("subject", ofSubject);
  return { numberAttempt, subjectAttempt };
}

function attemptOf(
  reserved: { outcome: "reserved"; attempt: ReservedAttempt } | Refusal<"too_many_attempts">,
): string | undefined {
  return reserved.outcome === "reserved" ? reserved.attempt.id : undefined;
}

/** What speaks against a text. */
interface Doubt {
  readonly cause: TextRefusalCause;
  readonly suspendsPrefix?: boolean;
}

function isEnforced({ fraudRules }: TextPolicy, cause: TextRefusalCause): boolean {
  return fraudRules === "enforce" || !FRAUD_CAUSES.includes(cause);
}

/**
 * Counts the text wherever it has to be, and tells what speaks against it: a cause that is enforced
 * before one that is only recorded. What is only recorded is counted all the same.
 */
async function countVolume(
  { textPolicy }: Deps,
  { textVolumes }: Pick<VerifierStores, "textVolumes">,
  text: TextMessage,
): Promise<{ readonly doubt: Doubt | undefined; readonly counted: readonly VolumeWindow[] }> {
  const counted: VolumeWindow[] = [];
  let doubt = await doubtPrefix(textVolumes, text);
  for (const { cap, cause, ...window } of listWindows(text, textPolicy.caps)) {
    const isWithin = await textVolumes.add(window, cap);
    const isRecorded = isWithin || isEnforced(textPolicy, cause);
    if (!isRecorded) await textVolumes.add(window, Number.MAX_SAFE_INTEGER);
    if (isWithin || !isRecorded) counted.push(window);
    const isOverruled =
      doubt && !isEnforced(textPolicy, doubt.cause) && isEnforced(textPolicy, cause);
    if (!isWithin && (doubt === undefined || isOverruled)) doubt = { cause };
  }
  return { doubt, counted };
}

async function doubtPrefix(
  textVolumes: VerifierStores["textVolumes"],
  { prefix, createdAtMillis: nowMillis }: TextMessage,
): Promise<Doubt | undefined> {
  if (await textVolumes.isPrefixSuspended(prefix, nowMillis)) return { cause: "prefix_suspended" };
  const { sent, redeemed } = await textVolumes.measure(
    judgedScope(prefix),
    JUDGED_WINDOW_MILLIS,
    nowMillis - JUDGED_MILLIS,
  );
  const isBad = sent >= MIN_JUDGED_TEXTS && redeemed / sent < MIN_REDEEMED_SHARE;
  return isBad ? { cause: "prefix_suspended", suspendsPrefix: true } : undefined;
}
