import type { Origin } from "@twinlatch/verifier";

/** No fact of its own: what happened and when says it all. */
export type NoFacts = Readonly<Record<string, never>>;

/** What the browser of a device says it is; undefined where it is none of the usual ones. */
export type DeviceFacts = Readonly<{
  browser?: string | undefined;
  system?: string | undefined;
}>;

/**
 * Everything the owner of an account is told of, and what each notice says beside what happened and
 * when. Facts are names, addresses, numbers and yes or no: never a code, a key, or a link.
 */
export interface NoticeFacts {
  readonly factor_added: {
    readonly factorLabel: string;
    /** The first one enables two-factor authentication and brings recovery codes. */
    readonly isFirst: boolean;
  };
  readonly phone_added: {
    readonly factorLabel: string;
    /** The first factor brings recovery codes; when to be asked is still to be chosen. */
    readonly isFirst: boolean;
  };
  readonly phone_removed: {
    readonly factorLabel: string;
    /** With the last factor two-factor authentication ends. */
    readonly isLast: boolean;
  };
  readonly factor_removed: {
    readonly factorLabel: string;
    /** With the last one two-factor authentication ends. */
    readonly isLast: boolean;
  };
  readonly factor_suspended: {
    readonly factorLabel: string;
    /** Then only recovery codes open the account. */
    readonly isLast: boolean;
  };
  readonly factor_resumed: { readonly factorLabel: string };
  readonly factor_invitation_created: NoFacts;
  readonly factor_invitation_used: { readonly factorLabel: string };
  readonly replacement_requested: { readonly factorLabel: string };
  readonly replacement_cancelled: NoFacts;
  readonly replacement_completed: { readonly factorLabel: string };
  readonly two_factor_enabled: NoFacts;
  readonly two_factor_disabled: NoFacts;
  readonly recovery_codes_made: { readonly count: number };
  readonly recovery_code_used: { readonly remaining: number };
  readonly code_replayed: NoFacts;
  readonly password_changed: { readonly isReplacementCancelled: boolean };
  readonly password_reset: {
    /** Then it becomes possible a day later than it was told before. */
    readonly isReplacementDelayed: boolean;
  };
  readonly email_added: { readonly email: string };
  readonly email_removed: { readonly email: string };
  readonly email_preferred: { readonly email: string };
  readonly account_deleted: NoFacts;
  /** The installation was put back to an earlier time, and the recovery codes of then work no more. */
  readonly recovery_codes_voided: NoFacts;
  readonly new_browser: NoFacts;
  readonly sign_in_setting_changed: { readonly isOncePerDevice: boolean };
  readonly device_trusted: DeviceFacts;
  /** Then no device is trusted any more, and every session has ended. */
  readonly trusted_device_stolen: DeviceFacts;
  readonly break_glass_opened: NoFacts;
  /** To the installation's admins: for whose account. */
  readonly break_glass_opened_for: { readonly email: string };
  /** To the installation's admins: the key that everything is sealed under from now on. */
  readonly key_rotated: { readonly keyId: string };
  /** Somebody who knows the password failed at the second step, in browsers the owner is not known in. */
  readonly password_doubted: { readonly failures: number };
  readonly password_retired: { readonly failures: number };
  readonly factor_disabled: { readonly factorLabel: string; readonly failures: number };
}

export type NoticeKind = keyof NoticeFacts;

/** The words of one notice. What to do if it was not the owner is added to each. */
export interface NoticeText {
  /** One line, without the product's name. */
  readonly subject: string;
  /** One to three sentences: what happened and what it means. */
  readonly text: string;
}

/** All notices in one language: a missing one does not compile. */
export type NoticeTexts = {
  readonly [Kind in NoticeKind]: (facts: NoticeFacts[Kind]) => NoticeText;
};

/** What the owner is told. */
export interface Announcement<Kind extends NoticeKind> {
  readonly accountId: string;
  readonly kind: Kind;
  readonly facts: NoticeFacts[Kind];
  readonly atMillis: number;
  /** Where the request came from; absent where nobody's request caused it. */
  readonly origin?: Pick<Origin, "ip"> | undefined;
  /** Addresses beside those the account has now, such as one that is being replaced. */
  readonly alsoTo?: readonly string[] | undefined;
}
