import { describe, expect, it } from "vitest";
import { readUserAgent } from "./user-agent.ts";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const WINDOWS = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT}`;
const PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15";

describe("readUserAgent", () => {
  it.each([
    ["Chrome", "Windows", `${WINDOWS} Chrome/142.0.0.0 Safari/537.36`],
    ["Edge", "Windows", `${WINDOWS} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`],
    ["Opera", "Windows", `${WINDOWS} Chrome/142.0.0.0 Safari/537.36 OPR/124.0.0.0`],
    ["Vivaldi", "Windows", `${WINDOWS} Chrome/142.0.0.0 Safari/537.36 Vivaldi/7.7`],
    ["Chrome", "Android", `${PHONE} Chrome/142.0.0.0 Mobile Safari/537.36`],
    ["Samsung Internet", "Android", `${PHONE} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile`],
    ["Firefox", "Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"],
    [
      "Safari",
      "macOS",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
    ],
    ["Safari", "iPhone", `${IPHONE} (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1`],
    ["Firefox", "iPhone", `${IPHONE} (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1`],
    ["Chrome", "iPhone", `${IPHONE} (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1`],
    ["Chrome", "ChromeOS", `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/142.0.0.0`],
  ])("knows %s on %s", (browser, system, userAgent) => {
    expect(readUserAgent(userAgent)).toEqual({ browser, system });
  });

  it.each(["", "curl/8.15.0", "node", "Windows 95 <script>alert(1)</script>"])(
    "invents nothing for %j",
    (userAgent) => {
      expect(readUserAgent(userAgent)).toEqual({ browser: undefined, system: undefined });
    },
  );
});
