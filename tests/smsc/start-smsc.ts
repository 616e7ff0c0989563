import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { PERL, requirePerlModule } from "../system-tool.ts";

/** A PDU as the message centre read it: SMPP's names, and `text` decoded. */
export interface SeenPdu {
  readonly command: string;
  readonly [field: string]: unknown;
}

/** What the message centre does with the next request of a kind; `ok` where nobody said. */
export interface NextAnswer {
  readonly command: "bind_transceiver" | "submit_sm" | "enquire_link";
  /**
   * `silent`: not at all. `other`: with another command's response. `nack`: with a `generic_nack`.
   * `drop`: by ending the connection. `garbage`: with what is no SMPP.
   */
  readonly mode: "ok" | "silent" | "other" | "nack" | "drop" | "garbage" | "twice";
  readonly status?: number;
  readonly message_id?: string;
}

export interface RunningSmsc {
  readonly port: number;
  /** What came and was told of, oldest first; more may be on its way. */
  readonly seen: readonly SeenPdu[];
  /** All that came until now. */
  seenByNow(): Promise<readonly SeenPdu[]>;
  answerNext(answer: NextAnswer): Promise<void>;
  /** Sends a `deliver_sm`. */
  deliver(fields: Readonly<Record<string, string | number>>): Promise<void>;
  order(what: "enquire_link" | "unbind" | "drop"): Promise<void>;
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("smsc.pl", import.meta.url));

export const SMSC_PASSWORD = "smsc-pw";

/** Starts a message centre on 127.0.0.1 that speaks SMPP by Perl's Net::SMPP. */
export async function startSmsc(port = 0): Promise<RunningSmsc> {
  await requirePerlModule("Net::SMPP");
  const child = spawn(PERL, [PROGRAM, SMSC_PASSWORD, String(port)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const seen: SeenPdu[] = [];
  const lines = createInterface({ input: child.stdout });
  const [first]: string[] = await once(lines, "line");
  let onObeyed = () => {};
  lines.on("line", (line) => {
    const { event, ...pdu }: { event: string; command: string } = JSON.parse(line);
    if (event === "pdu") seen.push(pdu);
    if (event === "obeyed") onObeyed();
  });
  // One at a time: what was told before a request counts for it.
  const say = (order: object) =>
    new Promise<void>((resolve) => {
      onObeyed = resolve;
      child.stdin.write(`${JSON.stringify(order)}\n`);
    });
  return {
    port: JSON.parse(first ?? "").port,
    seen,
    async seenByNow() {
      await say({ do: "nothing" });
      return seen;
    },
    answerNext: (answer) => say({ do: "next", ...answer }),
    deliver: (fields) => say({ do: "deliver", fields }),
    order: (what) => say({ do: what }),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
