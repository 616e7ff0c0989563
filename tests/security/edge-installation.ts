import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTestInstallation, type TestInstallation } from "@twinlatch/testkit";
import { readSettings } from "../../apps/server/src/config/read-settings.ts";
import { createAddressLimit, SESSION_CHANGES } from "../../apps/server/src/http/address-limit.ts";
import { loadConsolePages } from "../../apps/server/src/http/console-pages.ts";
import type { Edge } from "../../apps/server/src/http/edge.ts";
import { createTextCourier } from "../../apps/server/src/jobs/text-courier.ts";
import { createLog } from "../../apps/server/src/log/log.ts";
import { createAuthenticatorOrigin, createConsoleOrigin } from "../../apps/server/src/origins.ts";

/** The server's own routing on both origins, called in process, over an installation for tests. */
export interface EdgeInstallation extends TestInstallation {
  readonly console: Edge["app"];
  readonly authenticator: Edge["app"];
  /** Every line that was logged, at the lowest level there is. */
  readonly logLines: readonly string[];
  /** Moves the clock that failures of addresses are counted by. */
  advanceAddressClock(millis: number): void;
}

export const OUTBOX_TOKEN = "outbox-token-of-this-test";

export interface EdgeOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Stands between the edge and the rules' ports. */
  readonly wrapRules?: (rules: TestInstallation["deps"]) => TestInstallation["deps"];
  readonly isReady?: () => Promise<boolean>;
}

/** Opens one. Settings are those of development unless `env` says otherwise. */
export async function openEdgeInstallation(options: EdgeOptions = {}): Promise<EdgeInstallation> {
  const installation = await openTestInstallation();
  const settings = readSettings(options.env ?? {}, { nodeFlags: [], isDebugged: false });
  const logLines: string[] = [];
  const log = createLog("debug", { write: (line) => void logLines.push(line) });
  let addressNow = 0;
  const shared = {
    settings,
    log,
    metrics: undefined,
    addressLimit: createAddressLimit({ nowMillis: () => addressNow }),
    signUpLimit: createAddressLimit({ nowMillis: () => addressNow }),
    changeLimit: createAddressLimit({ nowMillis: () => addressNow, ...SESSION_CHANGES }),
    isReady: options.isReady ?? (() => installation.storage.isReady()),
  };
  const folder = buildConsole();
  const rules = options.wrapRules?.(installation.deps) ?? installation.deps;
  const { app: consoleApp } = createConsoleOrigin({
    ...shared,
    rules,
    courier: createTextCourier({ rules, log }),
    receipts: { readers: new Map(), note: async () => {} },
    pages: loadConsolePages(folder, settings.productName),
    outbox: { list: () => [], token: OUTBOX_TOKEN },
    // The process has much else to do, and a delay that nobody could sample counts as an endless one.
    maxEventLoopDelayMillis: Number.POSITIVE_INFINITY,
  });
  const { app: authenticator } = createAuthenticatorOrigin(
    shared,
    settings.authenticatorUrl ?? "http://localhost:4601",
  );
  await Promise.all([consoleApp.ready(), authenticator.ready()]);
  return {
    ...installation,
    console: consoleApp,
    authenticator,
    logLines,
    advanceAddressClock: (millis) => {
      addressNow += millis;
    },
    close: async () => {
      await Promise.all([consoleApp.close(), authenticator.close()]);
      rmSync(folder, { recursive: true });
      await installation.close();
    },
  };
}

/** What Vite leaves behind, in small. */
function buildConsole(): string {
  const folder = mkdtempSync(join(tmpdir(), "twinlatch-console-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><meta name="twinlatch-product" content="{{PRODUCT_NAME}}"><title>{{PRODUCT_NAME}}</title>',
  );
  writeFileSync(join(folder, "favicon.svg"), "<svg/>");
  writeFileSync(join(folder, "assets/index-Dq3x.js"), "export {};");
  writeFileSync(join(folder, "assets/index-Dq3x.js.br"), "compressed");
  return folder;
}
