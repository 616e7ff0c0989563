import { openTestInstallation } from "@twinlatch/testkit";
import { expect, it } from "vitest";
import { createAnswerOnce } from "./answer-once.ts";
import type { Ending } from "./ending.ts";

const RENDERED = { status: 202, cookies: [], body: {} };

it("R-110: tells of a text that was not sent, and tries again when it is asked again", async () => {
  const installation = await openTestInstallation();
  const answerOnce = createAnswerOnce(installation.deps);
  let tries = 0;
  const send = () =>
    answerOnce({ id: "call", bodyHash: "body" }, async (keep): Promise<Ending> => {
      tries += 1;
      await installation.deps.unitOfWork.write((stores) => keep(stores, RENDERED, undefined));
      return { outcome: "refused", reason: "text_not_sent" };
    });
  expect(await send()).toEqual({ outcome: "refused", reason: "text_not_sent" });
  expect(await send()).toEqual({ outcome: "refused", reason: "text_not_sent" });
  expect(tries).toBe(2);
  await installation.close();
});
