import { once } from "node:events";
import { type AddressInfo, connect as connectTcp } from "node:net";
import { pipeline } from "node:stream";
import { createServer } from "node:tls";
import type { DeliveryReceipt } from "@twinlatch/verifier";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type RunningSmsc,
  SMSC_PASSWORD,
  startSmsc,
} from "../../../../../tests/smsc/start-smsc.ts";
import { makeCertificate } from "../../../../../tests/smtp/make-certificate.ts";
import { makeProvider } from "../../../../../tests/texts/make-provider.ts";
import { outgoingText } from "../../../../../tests/texts/text.ts";
import type { TextProvider } from "../text-provider.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function startCentre(port?: number): Promise<RunningSmsc> {
  const smsc = await startSmsc(port);
  cleanups.push(() => smsc.close());
  return smsc;
}

/** A provider bound to a message centre, and what it heard. */
function connect(
  { port }: { readonly port: number },
  entry: Readonly<Record<string, unknown>> = {},
  {
    password = SMSC_PASSWORD,
    ...overrides
  }: { password?: string; enquireMillis?: number; certificateAuthorities?: string } = {},
) {
  const links: unknown[] = [];
  const receipts: DeliveryReceipt[] = [];
  const config = {
    kind: "smpp",
    name: "main",
    host: "127.0.0.1",
    port,
    tls: false,
    systemId: "twinlatch",
    passwordFile: "f",
    from: "+41790000000",
    ...entry,
  };
  const provider = makeProvider(
    config,
    { f: password },
    {
      ...overrides,
      onReceipt: async (receipt) => {
        if (receipt.messageId === "unkept") throw new Error("not kept");
        receipts.push(receipt);
      },
      onLink: (_name, change) => links.push(change),
    },
  );
  cleanups.push(async () => provider.stop?.());
  return { provider, links, receipts };
}

function submit(provider: TextProvider, text = outgoingText(), millis = 2_000) {
  return provider.submit(text, AbortSignal.timeout(millis));
}

/** What has been told of until now; for what is still to come. */
function seen({ seen: pdus }: RunningSmsc, command: string) {
  return pdus.filter((pdu) => pdu.command === command);
}

/** Everything that came, of one kind. */
async function cameTo(smsc: RunningSmsc, command: string) {
  return (await smsc.seenByNow()).filter((pdu) => pdu.command === command);
}

describe("SMPP", () => {
  it("binds as a transceiver and hands a text over as the phone will read it", async () => {
    const smsc = await startCentre();
    const { provider } = connect(smsc, { systemType: "otp" });
    const text = outgoingText({ text: "Acme: 123456 äöü €\n\n@id.example.org #123456" });
    expect(await submit(provider, text)).toEqual({ outcome: "accepted", messageId: "m0001" });
    expect(await cameTo(smsc, "bind_transceiver")).toMatchObject([
      { system_id: "twinlatch", system_type: "otp", interface_version: 0x34 },
    ]);
    expect(await cameTo(smsc, "submit_sm")).toMatchObject([
      {
        text: text.text,
        data_coding: 0,
        has_payload: false,
        source_addr_ton: 1,
        source_addr_npi: 1,
        source_addr: "41790000000",
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        destination_addr: "41791234589",
        validity_period: "000000001000000R",
        registered_delivery: 1,
        esm_class: 0,
      },
    ]);
  });

  it.each([
    ["other letters", "Łódź: 123456", 8, false],
    ["a long text", "x".repeat(200), 0, true],
    ["a long text in other letters", "Łódź ".repeat(30), 8, true],
  ])("hands over %s whole", async (_what, text, coding, hasPayload) => {
    const smsc = await startCentre();
    const { provider } = connect(smsc, { from: "Acme" });
    expect(await submit(provider, outgoingText({ text }))).toMatchObject({ outcome: "accepted" });
    expect(await cameTo(smsc, "submit_sm")).toMatchObject([
      { text, data_coding: coding, has_payload: hasPayload, source_addr_ton: 5 },
    ]);
  });

  it("keeps one link for many texts at a time", async () => {
    const smsc = await startCentre();
    const { provider } = connect(smsc);
    const taken = await Promise.all(Array.from({ length: 50 }, async () => submit(provider)));
    expect(new Set(taken.map((submission) => JSON.stringify(submission))).size).toBe(50);
    expect(await cameTo(smsc, "bind_transceiver")).toHaveLength(1);
    expect(await cameTo(smsc, "submit_sm")).toHaveLength(50);
  });

  it.each([
    [0x0b, "unreachable_number"],
    [0x58, "throttled"],
    [0x14, "throttled"],
    [0x08, "unavailable"],
    [0x0a, "declined"],
  ] as const)("reads the status %i as %s", async (status, reason) => {
    const smsc = await startCentre();
    const { provider } = connect(smsc);
    for (const mode of ["ok", "nack"] as const) {
      await smsc.answerNext({ command: "submit_sm", mode, status });
      expect(await submit(provider)).toEqual({
        outcome: "refused",
        reason,
        code: `0x0000000${status.toString(16)}`.replace(/^0x0+(?=.{8}$)/, "0x"),
      });
    }
  });

  it("unbinds when it is stopped", async () => {
    const smsc = await startCentre();
    const { provider, links } = connect(smsc);
    await submit(provider);
    await provider.stop?.();
    expect(await cameTo(smsc, "unbind")).toHaveLength(1);
    expect(links).toEqual([{ isUp: true }, { isUp: false }]);
    expect(await submit(provider)).toEqual({ outcome: "refused", reason: "unreachable" });
  });
});

describe("R-110: a message centre that fails", () => {
  it.each([
    ["is silent", "silent", "timeout"],
    ["ends the connection", "drop", "connection_lost"],
    ["answers something else", "other", "unexpected_answer"],
    ["answers what is no SMPP", "garbage", "connection_lost"],
  ] as const)("R-110: that %s leaves us in doubt", async (_what, mode, reason) => {
    const smsc = await startCentre();
    const { provider } = connect(smsc);
    await submit(provider);
    await smsc.answerNext({ command: "submit_sm", mode });
    expect(await submit(provider, outgoingText(), 500)).toEqual({ outcome: "uncertain", reason });
    expect(await cameTo(smsc, "submit_sm")).toHaveLength(2);
  });

  it("R-110: that answers twice is believed once", async () => {
    const smsc = await startCentre();
    const { provider } = connect(smsc);
    await smsc.answerNext({ command: "submit_sm", mode: "twice" });
    expect(await submit(provider)).toEqual({ outcome: "accepted", messageId: "m0001" });
    expect(await submit(provider)).toEqual({ outcome: "accepted", messageId: "m0002" });
  });

  it("R-110: that nobody reaches was certainly told nothing", async () => {
    const smsc = await startCentre();
    await smsc.close();
    const { provider, links } = connect(smsc);
    expect(await submit(provider)).toEqual({ outcome: "refused", reason: "unreachable" });
    expect(links).toContainEqual({ isUp: false, code: undefined });
  });

  it("R-110: is told nothing when the time is over before", async () => {
    const smsc = await startCentre();
    const { provider } = connect(smsc);
    expect(await provider.submit(outgoingText(), AbortSignal.abort())).toEqual({
      outcome: "refused",
      reason: "unreachable",
    });
    expect(await cameTo(smsc, "submit_sm")).toEqual([]);
  });

  it("R-110: that does not let us in was told no text", async () => {
    const smsc = await startCentre();
    const { provider, links } = connect(smsc, {}, { password: "wrong" });
    expect(await submit(provider)).toEqual({ outcome: "refused", reason: "unreachable" });
    expect(links).toContainEqual({ isUp: false, code: "0x0000000e" });
    expect(await cameTo(smsc, "submit_sm")).toEqual([]);
    expect(JSON.stringify(links)).not.toContain("wrong");
  });

  it.each(["drop", "unbind"] as const)("is bound again after its %s", async (order) => {
    const smsc = await startCentre();
    const { provider, links } = connect(smsc);
    await submit(provider);
    await smsc.order(order);
    await vi.waitFor(() => expect(links).toHaveLength(3), 5_000);
    expect(await submit(provider)).toMatchObject({ outcome: "accepted" });
    expect(links).toEqual([{ isUp: true }, { isUp: false }, { isUp: true }]);
  });

  it("is bound again when it is back after a while", async () => {
    const smsc = await startCentre();
    const { provider, links } = connect(smsc);
    await submit(provider);
    await smsc.close();
    await vi.waitFor(() => expect(links).toContainEqual({ isUp: false }), 5_000);
    const back = await startCentre(smsc.port);
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ isUp: true }), 10_000);
    expect(await submit(provider)).toMatchObject({ outcome: "accepted" });
    expect(await cameTo(back, "bind_transceiver")).toHaveLength(1);
  });
});

describe("SMPP in TLS", () => {
  const certificate = makeCertificate("localhost");
  const entry = { host: "localhost", tls: true };

  it("hands texts over where the certificate is good", async () => {
    const smsc = await startCentre();
    const port = await startTlsInFrontOf(smsc);
    const { provider } = connect({ port }, entry, { certificateAuthorities: certificate.cert });
    expect(await submit(provider)).toEqual({ outcome: "accepted", messageId: "m0001" });
  });

  it("R-110: tells nobody anything whose certificate is not", async () => {
    const smsc = await startCentre();
    const port = await startTlsInFrontOf(smsc);
    const { provider } = connect({ port }, entry);
    expect(await submit(provider)).toEqual({ outcome: "refused", reason: "unreachable" });
    expect(smsc.seen).toEqual([]);
  });

  async function startTlsInFrontOf({ port }: RunningSmsc): Promise<number> {
    const server = createServer(certificate, (outside) => {
      const inside = connectTcp(port, "127.0.0.1");
      pipeline(outside, inside, outside, () => {});
    });
    server.on("tlsClientError", () => {});
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    cleanups.push(async () => server.close());
    return (server.address() as AddressInfo).port;
  }
});

describe("an SMPP link", () => {
  it("is asked whether it is there, and answers when it is asked", async () => {
    const smsc = await startCentre();
    const { provider } = connect(smsc, {}, { enquireMillis: 50 });
    await submit(provider);
    await smsc.order("enquire_link");
    await vi.waitFor(() => {
      expect(seen(smsc, "enquire_link_resp")).toHaveLength(1);
      expect(seen(smsc, "enquire_link").length).toBeGreaterThan(1);
    }, 5_000);
  });

  it("is made anew when it does not answer any more", async () => {
    const smsc = await startCentre();
    const { provider, links } = connect(smsc, {}, { enquireMillis: 300 });
    await submit(provider);
    await smsc.answerNext({ command: "enquire_link", mode: "silent" });
    await vi.waitFor(() => expect(links).toHaveLength(3), 10_000);
    expect(links).toEqual([{ isUp: true }, { isUp: false }, { isUp: true }]);
  });
});

describe("SMPP receipts", () => {
  const FROM = { source_addr: "41791234589", destination_addr: "41790000000" };

  it("are read and confirmed", async () => {
    const smsc = await startCentre();
    const { provider, receipts } = connect(smsc);
    await submit(provider);
    const short_message = "id:m0001 sub:001 dlvrd:001 stat:DELIVRD err:000";
    await smsc.deliver({ ...FROM, esm_class: 4, short_message });
    await smsc.deliver({
      ...FROM,
      esm_class: 4,
      short_message: "",
      receipted_message_id: "m0002",
      message_state: 5,
    });
    await vi.waitFor(() => expect(seen(smsc, "deliver_sm_resp")).toHaveLength(2), 5_000);
    expect(receipts).toEqual([
      { provider: "main", messageId: "m0001", status: "delivered" },
      { provider: "main", messageId: "m0002", status: "undelivered" },
    ]);
    expect(await cameTo(smsc, "deliver_sm_resp")).toMatchObject([{ status: 0 }, { status: 0 }]);
  });

  it("that could not be kept are not confirmed, so that they come again", async () => {
    const smsc = await startCentre();
    const { provider } = connect(smsc);
    await submit(provider);
    const short_message = "id:unkept stat:DELIVRD";
    await smsc.deliver({ ...FROM, esm_class: 4, short_message });
    await vi.waitFor(
      () => expect(seen(smsc, "deliver_sm_resp")).toMatchObject([{ status: 8 }]),
      5_000,
    );
  });

  it("are not made of what somebody texts back", async () => {
    const smsc = await startCentre();
    const { provider, receipts } = connect(smsc);
    await submit(provider);
    await smsc.deliver({ ...FROM, esm_class: 0, short_message: "id:m0001 stat:DELIVRD" });
    await vi.waitFor(
      () => expect(seen(smsc, "deliver_sm_resp")).toMatchObject([{ status: 0 }]),
      5_000,
    );
    expect(receipts).toEqual([]);
  });

  it("name a message as its answer did, where the answer was hexadecimal", async () => {
    const smsc = await startCentre();
    const { provider, receipts } = connect(smsc, { receiptIds: "decimal" });
    await smsc.answerNext({ command: "submit_sm", mode: "ok", message_id: "0001E240" });
    expect(await submit(provider)).toEqual({ outcome: "accepted", messageId: "123456" });
    const short_message = "id:0000123456 stat:DELIVRD";
    await smsc.deliver({ ...FROM, esm_class: 4, short_message });
    await vi.waitFor(() => expect(receipts).toMatchObject([{ messageId: "123456" }]), 5_000);
  });
});
