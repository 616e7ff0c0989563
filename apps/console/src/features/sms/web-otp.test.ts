import { afterEach, describe, expect, it, vi } from "vitest";
import { receiveTextCode } from "./web-otp.ts";

type Get = (request: { readonly signal: AbortSignal; readonly otp: object }) => Promise<unknown>;

/** A browser that can take codes out of messages, or not. */
function stubBrowser(get: Get, window: object = { OTPCredential: class {} }) {
  const asked = vi.fn<Get>(get);
  vi.stubGlobal("window", window);
  vi.stubGlobal("navigator", { credentials: { get: asked } });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

const { signal } = new AbortController();

describe("C9: the code of a text message", () => {
  it("comes from browsers that can take it out of the message", async () => {
    const asked = stubBrowser(async () => ({ type: "otp", code: "123456" }));
    expect(await receiveTextCode(signal)).toBe("123456");
    expect(asked).toHaveBeenCalledExactlyOnceWith({ otp: { transport: ["sms"] }, signal });
  });

  it("is not asked for where the browser cannot", async () => {
    const asked = stubBrowser(async () => null, {});
    expect(await receiveTextCode(signal)).toBeNull();
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ["refused or stopped", async () => Promise.reject(new DOMException("no", "AbortError"))],
    ["nothing", async () => null],
    ["something else", async () => ({ type: "password", id: "ada" })],
  ])("is left to the field when the answer is %s", async (_, get) => {
    stubBrowser(get);
    expect(await receiveTextCode(signal)).toBeNull();
  });
});
