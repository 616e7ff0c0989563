import type { AnswerKind } from "./answer-kind.ts";

/** An answer being typed. Pure: the page draws it, the hook beside it sends what comes out. */
export interface AnswerEntry {
  readonly text: string;
  /** What is wrong, or null. It stays while the next try is typed. */
  readonly error: string | null;
  /** How often sending was in vain; each time the focus goes to the field. */
  readonly failures: number;
  /** A complete code may still go off by itself: at first, and never again once something was sent. */
  readonly maySendItself: boolean;
}

/** The entry after something happened, and the answer to send now, if any. */
export interface AnswerMove {
  readonly entry: AnswerEntry;
  readonly send: string | null;
}

export const EMPTY_ENTRY: AnswerEntry = {
  text: "",
  error: null,
  failures: 0,
  maySendItself: true,
};

/** The field's text changed: typed, pasted, or filled in by a password manager. */
export function typeAnswer(entry: AnswerEntry, kind: AnswerKind, text: string): AnswerMove {
  const typed = { ...entry, text };
  if (!kind.sendsItself || !entry.maySendItself) return { entry: typed, send: null };
  const read = kind.read(text);
  return read.ok ? sending(typed, read.answer) : { entry: typed, send: null };
}

/** The button was pressed. */
export function pressSend(entry: AnswerEntry, kind: AnswerKind): AnswerMove {
  const read = kind.read(entry.text);
  return read.ok
    ? sending(entry, read.answer)
    : { entry: refuseAnswer(entry, read.error), send: null };
}

/** What was sent came back with an error. The text stays, to be corrected or typed over. */
export function refuseAnswer(entry: AnswerEntry, error: string): AnswerEntry {
  return { ...entry, error, failures: entry.failures + 1, maySendItself: false };
}

/** A new code is on its way, so that what was typed is no longer of use. An error is not forgotten (C5). */
export function clearAnswer(entry: AnswerEntry): AnswerEntry {
  return { ...entry, text: "", error: null };
}

function sending(entry: AnswerEntry, answer: string): AnswerMove {
  return { entry: { ...entry, maySendItself: false }, send: answer };
}
