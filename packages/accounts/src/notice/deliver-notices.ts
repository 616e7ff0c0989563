import { SecretUnreadableError } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import { noticePlace } from "./announce.ts";
import type { Notice } from "./notice-store.ts";

/** How long a claimed notice is left alone by others: twice what one try may take. */
export const NOTICE_LEASE_MILLIS = 60_000;
/** Notices tried at the same time. */
const PARALLEL_NOTICES = 4;
/** Pauses after the first try, the second and so on; the last one from then on, until it expires. */
const RETRY_DELAYS_MILLIS = [5_000, 15_000, 60_000, 300_000] as const;

/**
 * How one try ended: `sent`; `delayed`, to be tried again; `refused` for good by the mail server and
 * dropped; `unreadable` with the keys at hand, kept and tried again.
 */
export type NoticeOutcome = "sent" | "delayed" | "refused" | "unreadable";

/** How many tries ended how. */
export type NoticeReport = Readonly<Record<NoticeOutcome, number>>;

type Deps = Pick<AccountsDeps, "clock" | "mailer" | "messageBox" | "unitOfWork">;

/**
 * Sends what is due, until nothing is or `signal` says to stop.
 *
 * A notice is claimed before it is sent and deleted after the mail server took it, so that two
 * processes never send the same one at a time. Whoever is killed between the server's answer and the
 * deletion causes a second copy: SMTP has no transaction to share. Both copies carry the same
 * Message-ID, by which mailboxes show one.
 */
export async function deliverNotices(
  deps: Deps,
  signal: { readonly aborted: boolean },
): Promise<NoticeReport> {
  const report = { sent: 0, delayed: 0, refused: 0, unreadable: 0 };
  while (!signal.aborted) {
    const claimed = await claimDue(deps);
    if (claimed.length === 0) break;
    await Promise.all(
      claimed.map(async (notice) => {
        report[await deliver(deps, notice)] += 1;
      }),
    );
  }
  return report;
}

async function claimDue({ clock, unitOfWork }: Deps): Promise<readonly Notice[]> {
  const nowMillis = clock.nowMillis();
  // Most of the time there is nothing to do, and a read disturbs nobody.
  if (!(await unitOfWork.read((stores) => stores.notices.isAnyDue(nowMillis)))) return [];
  const by = { nowMillis, leaseMillis: NOTICE_LEASE_MILLIS, limit: PARALLEL_NOTICES };
  return unitOfWork.write((stores) => stores.notices.claim(by));
}

async function deliver(deps: Deps, notice: Notice): Promise<NoticeOutcome> {
  const outcome = await tryOnce(deps, notice);
  await deps.unitOfWork.write(async ({ notices }) => {
    if (outcome === "sent" || outcome === "refused") await notices.remove(notice.id);
    else await notices.postpone(notice, deps.clock.nowMillis() + delayMillis(notice.attempts));
  });
  return outcome;
}

async function tryOnce({ mailer, messageBox }: Deps, notice: Notice): Promise<NoticeOutcome> {
  try {
    const message = messageBox.open(notice.sealedMessage, noticePlace(notice));
    return await mailer.deliver(message, notice.id);
  } catch (error) {
    // One that does not open must not keep the others from being sent.
    if (error instanceof SecretUnreadableError) return "unreadable";
    throw error;
  }
}

function delayMillis(attempts: number): number {
  const last = RETRY_DELAYS_MILLIS.length - 1;
  return RETRY_DELAYS_MILLIS[Math.min(attempts - 1, last)] ?? 300_000;
}
