import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { timeAddresses } from "./timing/time-addresses.ts";
import { timeCodes } from "./timing/time-codes.ts";
import type { Difference } from "./timing/welch.ts";

/** Beyond this, a difference is hardly chance. */
const MAX_T = 4.5;
/** A difference in medians that nobody could use over a network. */
const MAX_MEDIAN_MILLIS = 2;

interface Row extends Difference {
  readonly name: string;
  readonly isMet: boolean;
}

/** Runs a measurement in a folder of its own. */
async function inFolder<Result>(measure: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "twinlatch-timing-"));
  try {
    return await measure(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function judge(
  prefix: string,
  differences: Readonly<Record<string, Difference>>,
  microsecondsPerUnit: number,
): readonly Row[] {
  return Object.entries(differences).map(([name, difference]) => ({
    name: `${prefix}: ${name}`,
    t: difference.t,
    croppedT: difference.croppedT,
    medianDifference: difference.medianDifference * microsecondsPerUnit,
    isMet:
      Math.abs(difference.t) < MAX_T &&
      Math.abs(difference.croppedT) < MAX_T &&
      Math.abs(difference.medianDifference * microsecondsPerUnit) < MAX_MEDIAN_MILLIS * 1_000,
  }));
}

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    codes: { type: "string", default: "20000" },
    addresses: { type: "string", default: "2000" },
  },
});
const codes = await inFolder((folder) => timeCodes(folder, Number(values.codes)));
const addresses = await inFolder((folder) => timeAddresses(folder, Number(values.addresses)));
const rows = [
  ...judge("R-016, against a code with no digit right", codes, 1),
  ...judge("R-050, known against unknown address", addresses, 1_000),
];
if (values.json) {
  console.log(JSON.stringify({ samples: values, rows }));
} else {
  console.table(
    Object.fromEntries(
      rows.map(({ name, t, croppedT, medianDifference, isMet }) => [
        name,
        {
          "|t|": Math.abs(t).toFixed(2),
          "|t| of fastest 90 %": Math.abs(croppedT).toFixed(2),
          "medians, µs": medianDifference.toFixed(2),
          [`|t| < ${MAX_T}`]: isMet ? "yes" : "NO",
        },
      ]),
    ),
  );
}
