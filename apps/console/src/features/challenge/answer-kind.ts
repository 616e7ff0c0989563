import type { FactorKind } from "@twinlatch/client";
import { normaliseCode } from "@twinlatch/otp";
import { messages } from "../../messages/messages.ts";

/** What was typed, ready to be sent; or what is wrong with it, to be said beside the field. */
export type ReadAnswer =
  | { readonly ok: true; readonly answer: string }
  | { readonly ok: false; readonly error: string };

/** How one kind of answer is typed. */
export interface AnswerKind {
  /** Looks at what was typed, before anything is sent. */
  readonly read: (text: string) => ReadAnswer;
  /** Whether a complete answer goes off by itself, once. */
  readonly sendsItself: boolean;
  /** Said when the server finds it wrong. */
  readonly wrong: string;
}

/** Every kind of answer a challenge takes. */
export const ANSWER_KINDS: Readonly<Record<FactorKind, AnswerKind>> = {
  totp: { read: readDigits, sendsItself: true, wrong: messages.code.wrong },
  sms: { read: readDigits, sendsItself: true, wrong: messages.code.wrongText },
  recovery_code: {
    read: readRecoveryCode,
    sendsItself: false,
    wrong: messages.recoveryCode.wrong,
  },
  password: {
    // Blanks at its ends belong to a password.
    read: (text) => readFilled(text, messages.password.empty),
    sendsItself: false,
    wrong: messages.password.wrong,
  },
};

/** The same where there is something else to choose before it is sent. */
export function withoutSendingItself(kind: AnswerKind): AnswerKind {
  return { ...kind, sendsItself: false };
}

const CODE_DIGITS = 6;

function readDigits(text: string): ReadAnswer {
  const code = normaliseCode(text);
  if (code === "") return { ok: false, error: messages.code.empty };
  if (!/^[0-9]+$/.test(code)) return { ok: false, error: messages.code.characters };
  return code.length === CODE_DIGITS
    ? { ok: true, answer: code }
    : { ok: false, error: messages.code.length };
}

/** The four groups of a code, without the number that they stand behind: whoever copied only them. */
const GROUPS_ALONE = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/;
const BLANKS_AND_DASHES = /[\s\p{Pd}\u2212]+/gu;

function readRecoveryCode(text: string): ReadAnswer {
  const code = text.trim();
  const groups = code.normalize("NFKC").toUpperCase().replace(BLANKS_AND_DASHES, "-");
  return GROUPS_ALONE.test(groups)
    ? { ok: false, error: messages.recoveryCode.noNumber }
    : readFilled(code, messages.recoveryCode.empty);
}

function readFilled(text: string, emptyError: string): ReadAnswer {
  return text === "" ? { ok: false, error: emptyError } : { ok: true, answer: text };
}
