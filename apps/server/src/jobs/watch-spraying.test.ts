import { openTestInstallation, openTrial } from "@twinlatch/testkit";
import { expect, it, onTestFinished } from "vitest";
import { createMetrics } from "../http/metrics.ts";
import { createLog } from "../log/log.ts";
import { watchSpraying } from "./watch-spraying.ts";

it("R-041: tells the operator of an alarm, in the log and the metrics, once", async () => {
  const installation = await openTestInstallation("watching");
  onTestFinished(() => installation.close());
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const metrics = await createMetrics();
  await watchSpraying(installation.deps, { log, metrics });
  expect(lines).toEqual([]);

  for (let account = 0; account < 11; account += 1) {
    const { ada, phone } = await openTrial(installation);
    const stranger = ada.stranger();
    const step = await stranger.beginSignIn();
    for (let guess = 0; guess < 3; guess += 1) {
      await stranger.answer(step, phone, phone.wrongCode());
    }
  }
  await watchSpraying(installation.deps, { log, metrics });
  await watchSpraying(installation.deps, { log, metrics });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: "spraying_noticed", level: 50, count: 11 },
  ]);
  const { text } = await metrics.render();
  expect(text).toContain('twinlatch_events_total{event="spraying_noticed"} 1');
});
