import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

const cache = fileURLToPath(new URL("../../node_modules/.cache/twinlatch/", import.meta.url));

/** Launches a headless Chromium, see {@link chromiumLaunchOptions}. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch(await chromiumLaunchOptions(options));
}

/**
 * What starts Chromium here. On Linux x64 it is the one of `@sparticuz/chromium`, which brings its
 * libraries and fonts, so nothing has to be installed. Elsewhere, Google Chrome must be installed.
 * `TWINLATCH_CHROMIUM` names another executable.
 */
export async function chromiumLaunchOptions(options: LaunchOptions = {}): Promise<LaunchOptions> {
  const executablePath = process.env["TWINLATCH_CHROMIUM"];
  if (executablePath !== undefined) return { executablePath, ...options };
  if (process.platform !== "linux" || process.arch !== "x64") {
    return { channel: "chrome", ...options };
  }
  const folder = await unpackChromium();
  return {
    executablePath: join(folder, "chromium"),
    ...options,
    env: {
      ...process.env,
      ...options.env,
      LD_LIBRARY_PATH: join(folder, "al2023/lib"),
      FONTCONFIG_PATH: join(folder, "fonts"),
    },
  };
}

/** The folder of the unpacked browser; the first caller pays about two seconds. */
async function unpackChromium(): Promise<string> {
  const folder = join(cache, `chromium-${await packageVersion()}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const unpacked = await mkdtemp(join(cache, "unpacking-"));
  const program = fileURLToPath(new URL("inflate-chromium.ts", import.meta.url));
  await promisify(execFile)(process.execPath, [program, folder], {
    env: { ...process.env, TMPDIR: unpacked },
  });
  try {
    await rename(unpacked, folder);
  } catch (error) {
    // Another worker was first; its copy is as good.
    await rm(unpacked, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

async function packageVersion(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve("@sparticuz/chromium"));
  const manifest: unknown = JSON.parse(
    await readFile(join(dirname(entry), "../package.json"), "utf8"),
  );
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
    return String(manifest.version);
  }
  throw new Error("@sparticuz/chromium has no version");
}
