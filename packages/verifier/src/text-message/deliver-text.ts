import { SecretUnreadableError } from "../platform/fault.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { numberBudget } from "./reserve-number.ts";
import type { HandOver, OutgoingText } from "./text-carrier.ts";
import {
  HAND_OVER_LEASE_MILLIS,
  type TextMessage,
  type TextStatus,
  textPlace,
} from "./text-message.ts";
import { judgedWindow, listWindows } from "./text-windows.ts";

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  "clock" | "stringBox" | "textCarrier" | "textPolicy" | "unitOfWork"
>;

/** What became of a text. `gone`: somebody else handed it over, or its time was up. */
export type DeliveredText =
  | { readonly outcome: "gone" }
  | (HandOver & { readonly purpose: TextMessage["purpose"] });

const STATUS_OF: Readonly<Record<HandOver["outcome"], TextStatus>> = {
  handed_over: "handed_over",
  failed: "failed",
  uncertain: "uncertain",
};

/**
 * Hands a waiting text over. It is taken, and its words blanked, before any provider is asked: whoever is
 * killed in between leaves a text that nobody sends, never one that is sent twice. What was certainly not
 * sent, for a fault of ours, is taken back from every budget.
 */
export async function deliverText<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  textId: string,
): Promise<DeliveredText> {
  const { clock, textCarrier, unitOfWork } = deps;
  const text = await unitOfWork.read((stores) => stores.textMessages.find(textId));
  if (text?.status !== "waiting" || textCarrier === undefined) return { outcome: "gone" };
  const nowMillis = clock.nowMillis();
  const isOurs = await unitOfWork.write((stores) => stores.textMessages.claim(textId, nowMillis));
  if (!isOurs) return { outcome: "gone" };
  const handOver = await textCarrier.carry(openText(deps, text));
  await unitOfWork.write((stores) => conclude(deps, stores, text, handOver));
  return { ...handOver, purpose: text.purpose };
}

/** What is given up in one go. */
const GIVEN_UP_TEXTS = 100;

/**
 * Ends what nobody will finish: hand-overs of processes that are gone, of which nobody knows how they
 * ended, and texts that waited past their time, which were certainly not sent. Returns how many.
 */
export async function giveUpTexts<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "textPolicy" | "unitOfWork">,
): Promise<number> {
  const { clock, unitOfWork } = deps;
  const nowMillis = clock.nowMillis();
  const claimedBeforeMillis = nowMillis - HAND_OVER_LEASE_MILLIS;
  let count = await unitOfWork.write(({ textMessages }) =>
    textMessages.giveUp(claimedBeforeMillis),
  );
  const by = { nowMillis, limit: GIVEN_UP_TEXTS };
  const expired = await unitOfWork.read(({ textMessages }) => textMessages.listExpired(by));
  for (const textId of expired) {
    const isOurs = await unitOfWork.write(async (stores) => {
      const text = await stores.textMessages.find(textId);
      const isExpired = text && (await stores.textMessages.expire(textId, nowMillis));
      if (text && isExpired) await takeBack(deps, stores, text);
      return isExpired === true;
    });
    if (isOurs) count += 1;
  }
  return count;
}

function openText(
  { stringBox }: Pick<Deps<VerifierStores>, "stringBox">,
  text: TextMessage,
): OutgoingText {
  const { id, channel, expiresAtMillis, sealedMessage } = text;
  const message: unknown = JSON.parse(stringBox.open(sealedMessage, textPlace(text, id)));
  if (!isMessage(message)) throw new SecretUnreadableError("A sealed text has no number and words");
  return { id, channel, expiresAtMillis, ...message };
}

type Message = Pick<OutgoingText, "language" | "text" | "to">;

function isMessage(opened: unknown): opened is Message {
  return (
    typeof opened === "object" &&
    opened !== null &&
    "to" in opened &&
    typeof opened.to === "string" &&
    "text" in opened &&
    typeof opened.text === "string" &&
    "language" in opened &&
    typeof opened.language === "string"
  );
}

async function conclude(
  { textPolicy }: Pick<Deps<VerifierStores>, "textPolicy">,
  stores: VerifierStores,
  text: TextMessage,
  handOver: HandOver,
): Promise<void> {
  const isOurs = await stores.textMessages.conclude(text.id, {
    status: STATUS_OF[handOver.outcome],
    provider: handOver.provider,
    providerMessageId: handOver.outcome === "handed_over" ? handOver.messageId : undefined,
  });
  if (!isOurs) return;
  // Nobody knows whether it led anywhere: its prefix is not judged by it. A notice never was.
  if (handOver.outcome === "uncertain" && text.purpose !== "notice") {
    await stores.textVolumes.takeBack(judgedWindow(text));
  }
  // A number that nobody has is no fault of ours, and asking for it again costs.
  if (handOver.outcome !== "failed" || handOver.reason === "unreachable_number") return;
  await takeBack({ textPolicy }, stores, text);
}

/** Takes a text that was certainly not sent back from everything it was counted in. */
async function takeBack(
  { textPolicy }: Pick<Deps<VerifierStores>, "textPolicy">,
  stores: VerifierStores,
  text: TextMessage,
): Promise<void> {
  const { numberAttempt, subjectAttempt, createdAtMillis: atMillis } = text;
  if (numberAttempt !== undefined) {
    const attempt = { id: numberAttempt, atMillis };
    await stores.attemptBudgets.remove(numberBudget(text.numberKey), "text_number", attempt);
  }
  if (subjectAttempt !== undefined) {
    const { projectId, subjectId } = text;
    const attempt = { id: subjectAttempt, atMillis };
    await stores.attemptBudgets.remove({ projectId, subjectId }, "text_subject", attempt);
  }
  for (const window of listWindows(text, textPolicy.caps)) {
    await stores.textVolumes.takeBack(window);
  }
}
