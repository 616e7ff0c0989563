import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { nodeHmac } from "@twinlatch/platform-node";
import speakeasy from "speakeasy";
import { build } from "vite";
import { launchChromium } from "../tests/browser/launch-chromium.ts";
import type { Measurement, Operation } from "./measure.ts";
import {
  type Contender,
  measureTotp,
  ownContender,
  portablePeers,
  secret,
  type TotpFigures,
} from "./totp-contenders.ts";

const ROUNDS = 15;
const BATCH_MILLIS = 40;
const FLOOR = "createHmac";

const speakeasySecret = Buffer.from(secret).toString("hex");
const nodeOnlyPeers: readonly Contender[] = [
  {
    name: "speakeasy",
    generate: (nowMillis) =>
      speakeasy.totp({ secret: speakeasySecret, encoding: "hex", time: nowMillis / 1000 }),
    verify: (token, nowMillis) =>
      speakeasy.totp.verify({
        secret: speakeasySecret,
        encoding: "hex",
        time: nowMillis / 1000,
        token,
        window: 1,
      }),
  },
];

/** The HMACs of a task and nothing else: no counter, no truncation, no code, no comparison. */
function floorsOf(macsPerTask: number): Map<string, Operation> {
  const message = new Uint8Array(8);
  const operationWith =
    (key: Uint8Array | KeyObject): Operation =>
    (index) => {
      let mac: Uint8Array | undefined;
      for (let made = 0; made < macsPerTask; made += 1) {
        message[7] = index + made;
        mac = createHmac("sha1", key).update(message).digest();
      }
      return mac;
    };
  return new Map([
    [FLOOR, operationWith(secret)],
    [`${FLOOR}, kept KeyObject`, operationWith(createSecretKey(secret))],
  ]);
}

function measureInNode(): TotpFigures {
  const contenders = [ownContender(nodeHmac), ...portablePeers, ...nodeOnlyPeers];
  const options = { baseline: FLOOR, rounds: ROUNDS, batchMillis: BATCH_MILLIS };
  const floors = { generate: floorsOf(1), verify: floorsOf(3) };
  return measureTotp(contenders, Date.now(), options, floors);
}

async function measureInChromium(): Promise<TotpFigures & { browser: string }> {
  const program = await bundleForBrowser("totp-in-browser.ts");
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: program });
    const figures = await page.evaluate<TotpFigures>(
      `measureTotpInBrowser(${ROUNDS}, ${BATCH_MILLIS})`,
    );
    return { browser: `Chromium ${browser.version()}`, ...figures };
  } finally {
    await browser.close();
  }
}

async function bundleForBrowser(entryName: string): Promise<string> {
  const outputs = await build({
    configFile: false,
    logLevel: "error",
    root: fileURLToPath(new URL(".", import.meta.url)),
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL(entryName, import.meta.url)),
        formats: ["iife"],
        name: "bench",
      },
    },
  });
  const first = Array.isArray(outputs) ? outputs[0] : outputs;
  if (first === undefined || !("output" in first)) throw new Error("Vite built nothing");
  return first.output[0].code;
}

interface Target {
  readonly name: string;
  readonly wanted: number;
  readonly measured: number;
}

function ratioOf(measurements: readonly Measurement[]): number {
  return measurements.find(({ name }) => name === "twinlatch")?.ratio ?? Number.NaN;
}

function listTargets(node: TotpFigures, browser: TotpFigures): Target[] {
  return [
    { name: "generate in Node, of createHmac", wanted: 1, measured: ratioOf(node.generate) },
    { name: "verify in Node, of createHmac", wanted: 1, measured: ratioOf(node.verifyWrongCode) },
    { name: "generate in Chromium, of otplib", wanted: 2, measured: ratioOf(browser.generate) },
    {
      name: "verify in Chromium, of otplib",
      wanted: 2,
      measured: ratioOf(browser.verifyWrongCode),
    },
  ];
}

function printTable(title: string, baseline: string, figures: TotpFigures): void {
  const tasks: [string, Measurement[]][] = [
    ["generate", figures.generate],
    ["verify ±1, right code", figures.verifyRightCode],
    ["verify ±1, wrong code", figures.verifyWrongCode],
  ];
  for (const [task, measurements] of tasks) {
    console.log(`\n${title}: ${task}`);
    console.table(
      Object.fromEntries(
        measurements.map(({ name, nanoseconds, ratio }) => [
          name,
          {
            "µs each": (nanoseconds / 1000).toFixed(2),
            "per second": Math.round(1e9 / nanoseconds),
            [`times ${baseline}`]: ratio.toFixed(2),
          },
        ]),
      ),
    );
  }
}

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const node = measureInNode();
const browser = await measureInChromium();
const targets = listTargets(node, browser);
if (values.json) {
  const floor = FLOOR;
  console.log(
    JSON.stringify({ node: { version: process.version, floor, ...node }, browser, targets }),
  );
} else {
  printTable(`Node ${process.version}`, FLOOR, node);
  printTable(browser.browser, "otplib", browser);
  for (const { name, wanted, measured } of targets) {
    console.log(
      `${measured >= wanted ? "met   " : "MISSED"} ${name}: ${measured.toFixed(2)} (wanted ${wanted})`,
    );
  }
}
