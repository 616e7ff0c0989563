import { newDigitCode } from "../platform/digit-code.ts";
import { newId } from "../platform/ids.ts";
import { enqueueText, type WrittenText } from "../text-message/enqueue-text.ts";
import type { PhoneNumber } from "../text-message/phone-number.ts";
import { readWaitSeconds } from "../text-message/reserve-number.ts";
import type { TextChannel } from "../text-message/text-carrier.ts";
import type { TextPurpose } from "../text-message/text-message.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { PhoneFactor } from "./phone-factor.ts";
import { hashSmsCode } from "./sms-code.ts";

/** What a code is put into: the words around it, for a text or to be read out. */
export type WriteCode = (code: string, channel: TextChannel) => WrittenText;

/** A code on its way. */
export interface SentCode {
  /** The text in the outbox, which waits to be handed over. */
  readonly textId: string;
  /** All that is told of the number: its last two digits. */
  readonly hint: string;
  readonly expiresAtMillis: number;
  /** When the next one can be asked for. */
  readonly resendAfterSeconds: number;
}

type Deps = Pick<VerifierDeps, "random" | "stringBox" | "textCarrier" | "textPolicy" | "tokenHash">;

/**
 * Makes a new code for one thing, in the caller's transaction, and puts it into the outbox; an older one
 * for the same thing opens nothing any more. Resets no counter.
 *
 * @throws TextRefused where a limit is reached
 */
export async function issueSmsCode(
  deps: Deps,
  stores: VerifierStores,
  issue: {
    readonly phone: PhoneFactor;
    readonly number: PhoneNumber;
    readonly boundTo: string;
    readonly purpose: TextPurpose;
    readonly channel: TextChannel;
    readonly addressBlock: string;
    readonly write: WriteCode;
    readonly nowMillis: number;
    readonly expiresAtMillis: number;
  },
): Promise<SentCode> {
  const { phone, number, boundTo, purpose, channel, addressBlock } = issue;
  const { nowMillis, expiresAtMillis } = issue;
  const { projectId, subjectId, numberKey, hint } = phone;
  const subject = { projectId, subjectId };
  const code = newDigitCode(deps.random);
  const { id: textId } = await enqueueText(deps, stores, {
    ...issue.write(code, channel),
    subject,
    purpose,
    channel,
    number,
    numberKey,
    addressBlock,
    expiresAtMillis,
    nowMillis,
  });
  const id = newId(deps.random, "smc", nowMillis);
  await stores.smsCodes.replace({
    ...subject,
    id,
    boundTo,
    phoneId: phone.id,
    codeHash: hashSmsCode(deps, id, code),
    textId,
    status: "live",
    createdAtMillis: nowMillis,
    expiresAtMillis,
  });
  const resendAfterSeconds = await readWaitSeconds(stores, numberKey, nowMillis);
  return { textId, hint, expiresAtMillis, resendAfterSeconds };
}
