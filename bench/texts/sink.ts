import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startCompanion } from "../http/companion.ts";

export interface SinkQuestion {
  /** Whether texts are never answered from now on. */
  readonly hangs: boolean;
}

export interface SinkAnswer {
  readonly port: number;
  /** Since the question before. */
  readonly arrivals: readonly Arrival[];
}

/** A text that a provider has. */
export interface Arrival {
  readonly to: string;
  /** On the clock of `steadyMillis`. */
  readonly atMillis: number;
}

/** A provider of texts in a process of its own. */
export interface TextSink {
  /** What a server is started with to send its texts here, as many as it likes. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes texts from now on, or leaves them without an answer; returns what came since the call before. */
  receive(how: SinkQuestion): Promise<readonly Arrival[]>;
  stop(): void;
}

const SECRET = `whsec_${Buffer.from("a key of twenty-four by.").toString("base64")}`;
const NO_CAP = 1_000_000_000;
const CAPS = {
  addressPerHour: NO_CAP,
  addressPerDay: NO_CAP,
  prefixPerHour: NO_CAP,
  prefixPerDay: NO_CAP,
  installationPerHour: NO_CAP,
  installationPerDay: NO_CAP,
};

/** Starts one, with its configuration in the folder. Everything but the caps is as in production. */
export async function startSink(folder: string): Promise<TextSink> {
  const companion = startCompanion<SinkQuestion, SinkAnswer>("../texts/sink-process.ts");
  const { port } = await companion.ask({ hangs: false });
  const config = join(folder, "sms.json");
  const provider = {
    kind: "webhook",
    name: "sink",
    url: `http://127.0.0.1:${port}/texts`,
    secretFile: "sms-secret",
  };
  const mode = 0o600;
  await writeFile(join(folder, provider.secretFile), SECRET, { mode });
  const rules = { providers: [provider], countries: ["CH"], caps: CAPS };
  await writeFile(config, JSON.stringify(rules), { mode });
  return {
    env: { TWINLATCH_SMS_CONFIG: config },
    receive: async (how) => (await companion.ask(how)).arrivals,
    stop: companion.stop,
  };
}
