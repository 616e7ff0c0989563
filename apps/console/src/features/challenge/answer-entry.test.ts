import { describe, expect, it } from "vitest";
import { clearAnswer, EMPTY_ENTRY, pressSend, refuseAnswer, typeAnswer } from "./answer-entry.ts";
import { ANSWER_KINDS, withoutSendingItself } from "./answer-kind.ts";

const { totp, sms, recovery_code: recoveryCode, password } = ANSWER_KINDS;

function press(kind: typeof totp, text: string) {
  return pressSend({ ...EMPTY_ENTRY, text }, kind);
}

describe("a 6-digit code", () => {
  it.each(["123456", "123 456", " 123-456\n", "123–456", "１２３４５６", "١٢٣٤٥٦", "12 34 56"])(
    "C2: %j is sent as 123456",
    (text) => {
      expect(typeAnswer(EMPTY_ENTRY, totp, text).send).toBe("123456");
      expect(press(totp, text).send).toBe("123456");
    },
  );

  it.each([
    ["", "Enter the 6-digit code"],
    ["   ", "Enter the 6-digit code"],
    ["12345", "The code must be 6 numbers"],
    ["1234567", "The code must be 6 numbers"],
    ["12345a", "The code must be 6 numbers, like 123456"],
    ["123.456", "The code must be 6 numbers, like 123456"],
  ])("C7: %j is answered in the settled words and not sent", (text, error) => {
    expect(press(totp, text)).toEqual({
      entry: { text, error, failures: 1, maySendItself: false },
      send: null,
    });
  });

  it("C5: goes off by itself on the last digit, once", () => {
    let entry = EMPTY_ENTRY;
    for (const text of ["1", "12", "123", "1234", "12345"]) {
      const move = typeAnswer(entry, totp, text);
      expect(move.send).toBeNull();
      entry = move.entry;
    }
    const first = typeAnswer(entry, totp, "123456");
    expect(first.send).toBe("123456");
    const corrected = typeAnswer(first.entry, totp, "12345");
    expect(typeAnswer(corrected.entry, totp, "123457").send).toBeNull();
  });

  it("C5: never goes off by itself after an error, and the button still sends", () => {
    const refused = refuseAnswer(typeAnswer(EMPTY_ENTRY, totp, "111111").entry, "wrong");
    const retyped = typeAnswer(refused, totp, "222222");
    expect(retyped.send).toBeNull();
    expect(retyped.entry.error).toBe("wrong");
    expect(pressSend(retyped.entry, totp).send).toBe("222222");
    const tooShort = pressSend({ ...EMPTY_ENTRY, text: "12" }, totp);
    expect(typeAnswer(tooShort.entry, totp, "123456").send).toBeNull();
  });

  it("D17: a refusal keeps what was typed", () => {
    const { entry } = typeAnswer(EMPTY_ENTRY, totp, "111111");
    expect(refuseAnswer(entry, "expired").text).toBe("111111");
  });
});

describe("a code by text message", () => {
  it("C2, C5: is typed as any 6-digit code, and goes off by itself once", () => {
    const move = typeAnswer(EMPTY_ENTRY, sms, "123 456");
    expect(move.send).toBe("123456");
    expect(typeAnswer(move.entry, sms, "123457").send).toBeNull();
  });

  it("C5: after a new one was sent the field is empty, and an error is not forgotten", () => {
    const refused = refuseAnswer(typeAnswer(EMPTY_ENTRY, sms, "111111").entry, "expired");
    const cleared = clearAnswer(refused);
    expect(cleared).toMatchObject({ text: "", error: null });
    expect(typeAnswer(cleared, sms, "222222").send).toBeNull();
    expect(typeAnswer(clearAnswer(EMPTY_ENTRY), sms, "222222").send).toBe("222222");
  });
});

it("C5: a code waits for the button where there is something else to choose", () => {
  const waiting = withoutSendingItself(totp);
  expect(typeAnswer(EMPTY_ENTRY, waiting, "123456").send).toBeNull();
  expect(press(waiting, "123 456").send).toBe("123456");
});

describe("a recovery code", () => {
  it("C4: waits for the button, and keeps its own dashes and case", () => {
    const text = " 3-k7qf-2mxa-9t4w-pz8c ";
    expect(typeAnswer(EMPTY_ENTRY, recoveryCode, text).send).toBeNull();
    expect(press(recoveryCode, text).send).toBe("3-k7qf-2mxa-9t4w-pz8c");
    expect(press(recoveryCode, " ").entry.error).toBe("Enter a recovery code");
  });

  it.each(["K7QF-2MXA-9T4W-PZ8C", " k7qf 2mxa 9t4w pz8c", "K7QF–2MXA – 9T4W–PZ8C"])(
    "costs no try where its number is missing, as in %j",
    (text) => {
      expect(press(recoveryCode, text)).toMatchObject({
        entry: {
          error: "Enter the number in front of it too, like the 3 in 3-K7QF-2MXA-9T4W-PZ8C",
        },
        send: null,
      });
    },
  );

  it.each(["3 K7QF 2MXA 9T4W PZ8C", "3K7QF2MXA9T4WPZ8C", "K7QF2MXA9T4WPZ8C", "3-K7QF-2MXA-9T4W"])(
    "is sent as it is where nothing says so, as in %j",
    (text) => {
      expect(press(recoveryCode, text).send).toBe(text);
    },
  );
});

describe("a password", () => {
  it("is sent byte for byte, when the button is pressed", () => {
    expect(typeAnswer(EMPTY_ENTRY, password, "123456").send).toBeNull();
    expect(press(password, " 123456 ").send).toBe(" 123456 ");
    expect(press(password, "").entry.error).toBe("Enter your password");
  });
});
