import { describe, expect, it } from "vitest";
import {
  answering,
  answeringTwice,
  type Behaviour,
  cuttingAfterReading,
  cuttingBeforeReading,
  cuttingWhileAnswering,
  type FakeProvider,
  flooding,
  hanging,
  startFakeProvider,
  trickling,
} from "../../../../tests/texts/fake-provider.ts";
import { NOW, outgoingText, recordTexts } from "../../../../tests/texts/text.ts";
import { createTextProviders } from "./create-text-providers.ts";
import { createProviderHttp } from "./provider-http.ts";
import { SecretText } from "./secret-text.ts";
import { createTextCarrier } from "./text-carrier.ts";
import { parseTextConfig } from "./text-config.ts";

const clock = { nowMillis: () => NOW };
const secret = new SecretText(`whsec_${Buffer.alloc(24, 7).toString("base64")}`);
const TIMEOUT_MILLIS = 600;

/** Two real providers, tried in this order, each with 600 ms. */
function carrierTo(...fakes: readonly FakeProvider[]) {
  const [main, spare] = ["main", "spare"];
  const providers = fakes.map(({ url }, at) => ({
    kind: "webhook",
    name: [main, spare][at],
    url,
    secretFile: "secret",
  }));
  const parsed = parseTextConfig(JSON.stringify({ providers }));
  if ("problems" in parsed) throw new Error(parsed.problems.join());
  const { observer, heard } = recordTexts();
  const carrier = createTextCarrier({
    providers: createTextProviders(parsed.config, {
      clock,
      post: createProviderHttp(),
      secretOf: () => secret,
      publicUrl: "https://id.example.org",
      onReceipt: async () => {},
      onLink: () => {},
    }),
    clock,
    observer,
    timeoutMillis: TIMEOUT_MILLIS,
  });
  return { carrier, heard };
}

const TAKEN = answering(202, { accepted: true, messageId: "m1" });

/** How a first provider can behave, whether it may have sent, and what becomes of the text. */
const MODES: readonly [string, Behaviour, "main" | "uncertain" | "spare"][] = [
  ["ok", TAKEN, "main"],
  ["slow, within its time", answering(202, { accepted: true }, 100), "main"],
  ["slow, beyond its time", answering(202, { accepted: true }, 900), "uncertain"],
  ["ok, said twice", answeringTwice(202, { accepted: true }), "main"],
  ["a plain 500", answering(500, "Internal Server Error"), "uncertain"],
  ["a 500 that says it did nothing", answering(500, { accepted: false }), "spare"],
  ["a 503 that says it did nothing", answering(503, { accepted: false }), "spare"],
  ["a 400 that says it did nothing", answering(400, { accepted: false }), "spare"],
  ["a 400 from who knows whom", answering(400, "<html>Bad Request</html>"), "uncertain"],
  ["silent", hanging, "uncertain"],
  ["lying: 200 with garbage", answering(200, "<html>welcome</html>"), "uncertain"],
  ["lying: 200 with nothing", answering(200, ""), "uncertain"],
  ["lying: 200 with other JSON", answering(200, { accepted: "yes" }), "uncertain"],
  ["lying: 200 with an endless answer", flooding, "uncertain"],
  ["cut before it read", cuttingBeforeReading, "uncertain"],
  ["cut after it read", cuttingAfterReading, "uncertain"],
  ["cut within its answer", cuttingWhileAnswering, "uncertain"],
  ["an answer that never ends", trickling, "uncertain"],
];

describe("R-110: two providers, whatever the first does, get one text together at most", () => {
  it.each(MODES)("R-110: %s", async (_mode, behaviour, expected) => {
    const main = await startFakeProvider(behaviour);
    const spare = await startFakeProvider(TAKEN);
    const { carrier } = carrierTo(main, spare);
    const text = outgoingText();
    const handOver = await carrier.carry(text);
    expect(handOver.outcome === "handed_over" ? handOver.provider : handOver.outcome).toBe(
      expected,
    );
    // What may have been sent is sent by nobody else, and by nobody again.
    expect(await carrier.carry(text)).toEqual(handOver);
    expect(main.received).toHaveLength(1);
    expect(spare.received).toHaveLength(expected === "spare" ? 1 : 0);
  });

  it("R-110: a first one that is down is followed by the second", async () => {
    const [main, spare] = [await startFakeProvider(hanging), await startFakeProvider(TAKEN)];
    await main.close();
    const { carrier } = carrierTo(main, spare);
    expect(await carrier.carry(outgoingText())).toMatchObject({ provider: "spare" });
  });

  it("R-110: a first one that keeps hanging is not waited for any more, until it is back", async () => {
    const [main, spare] = [await startFakeProvider(hanging), await startFakeProvider(TAKEN)];
    const { carrier, heard } = carrierTo(main, spare);
    const outcomes: unknown[] = [];
    for (let i = 0; i < 3; i += 1) outcomes.push((await carrier.carry(outgoingText())).outcome);
    expect(outcomes).toEqual(["uncertain", "uncertain", "uncertain"]);
    const later = await Promise.all(
      Array.from({ length: 10 }, async () => carrier.carry(outgoingText())),
    );
    expect(later).toEqual(later.map(() => expect.objectContaining({ provider: "spare" })));
    expect([main.received.length, spare.received.length]).toEqual([3, 10]);
    expect(heard.filter(({ event }) => event === "opened")).toHaveLength(1);
  });
});
