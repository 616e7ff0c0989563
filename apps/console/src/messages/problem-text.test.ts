import type { ClientProblem, ProblemCode } from "@twinlatch/client";
import { describe, expect, it } from "vitest";
import { ANSWER_KINDS } from "../features/challenge/answer-kind.ts";
import { problemText } from "./problem-text.ts";

function problem(code: ProblemCode, more: object = {}): ClientProblem {
  return { type: "about:blank", title: "x", status: 400, requestId: "req-7", code, ...more };
}

describe("problemText", () => {
  it("C7: says the settled words", () => {
    expect(problemText(problem("invalid_code"))).toBe(
      "That code is not right. Check your authenticator app and try again",
    );
    expect(problemText(problem("code_already_used"))).toBe(
      "That code was already used. Wait for the next one",
    );
    expect(problemText(problem("invalid_credentials"))).toBe(
      "Your e-mail or password is not right",
    );
    expect(
      problemText(problem("too_many_attempts", { retryAfterSeconds: 240 }), { hasOtherWay: true }),
    ).toBe("Too many tries. Try again in 4 minutes, or use another way");
  });

  it("C7: says the settled words about text messages", () => {
    const { sms } = ANSWER_KINDS;
    expect(problemText(problem("invalid_code"), { wrong: sms.wrong })).toBe(
      "That code is not right. Check the text message and try again",
    );
    expect(problemText(problem("code_expired"))).toBe("That code has expired. Ask for a new one");
    expect(problemText(problem("text_unavailable"))).toBe(
      "We cannot send text messages for this project at the moment. Use another way",
    );
    expect(problemText(problem("country_not_supported"), { country: "Latvia" })).toBe(
      "We cannot text numbers in Latvia. Use an authenticator app",
    );
    expect(
      problemText(problem("too_many_texts", { retryAfterSeconds: 60 }), { hasOtherWay: true }),
    ).toBe("We cannot send a new code yet. Ask for one in 1 minute, or use another way");
  });

  it("names no other way where there is none, and no time where none is given", () => {
    expect(problemText(problem("too_many_attempts", { retryAfterSeconds: 61 }))).toBe(
      "Too many tries. Try again in 2 minutes",
    );
    expect(problemText(problem("too_many_requests"))).toBe(
      "Too many tries. Try again in a few minutes",
    );
  });

  it("takes the words of what was asked", () => {
    expect(problemText(problem("invalid_code"), { wrong: "That password is not right" })).toBe(
      "That password is not right",
    );
    expect(problemText(problem("challenge_closed"), { closed: "Start again" })).toBe("Start again");
  });

  it("has a sentence for every refusal, with the request's id where nothing else helps", () => {
    expect(problemText({ code: "offline" })).toMatch(/offline/);
    expect(problemText(problem("internal_error"))).toBe(
      "Something went wrong. Nothing was changed (req-7)",
    );
  });
});
