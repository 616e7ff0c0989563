import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Connections, openConnections } from "../harness/connections.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { type Person, signUpPerson } from "../harness/person.ts";
import { askForCode, type Phone, protectByPhone } from "../harness/phone.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";
import { startWebhookSink, take, type WebhookSink } from "../texts/webhook-sink.ts";

const KILLS = rounds(5, 100);
/** So that the limits of a number and a person never speak. */
const PAUSE_MILLIS = 3 * 3_600_000;
/** What a process that died left behind is looked for after this. */
const LEFT_BEHIND_MILLIS = 3_000;

/**
 * When the process dies: before the provider is asked, when it has the text, when it has said so, or when
 * the person who asked has the answer.
 */
const MOMENTS = [
  "before_hand_over",
  "before_reply",
  "after_reply",
  "after_answer",
  "any_time",
] as const;

describe.each(storageKinds("sqlite"))("texts on %s", (kind) => {
  let installation: Installation;
  let sink: WebhookSink;
  let server: RunningServer;
  let connections: Connections;
  let person: Person;
  let phone: Phone;

  const statuses = () =>
    installation.database.query<{ id: string; status: string }>(
      "SELECT id, status FROM text_message ORDER BY created_at_millis",
    );

  beforeAll(async () => {
    installation = await createInstallation(kind);
    sink = await startWebhookSink();
    const before = await installation.start();
    person = await signUpPerson(before);
    phone = await protectByPhone(before, person);
    await before.stop();
  });
  afterAll(async () => {
    person?.close();
    await installation?.stop();
    await sink?.close();
  });

  async function start(): Promise<void> {
    server = await installation.start(sink.env);
    person.moveTo(server);
    connections = openConnections(server.baseUrl, { count: 2 });
  }

  it(`R-112: are sent once or never, although the process dies ${KILLS} times on the way`, {
    timeout: rounds(120_000, 1_800_000),
  }, async () => {
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      installation.clock.advance(PAUSE_MILLIS);
      await start();
      const moment = MOMENTS[kill % MOMENTS.length] ?? "any_time";
      const dying = Promise.withResolvers<void>();
      sink.receive(async (text, response) => {
        if (moment === "before_reply") return dying.resolve();
        await take(text, response);
        if (moment === "after_reply") dying.resolve();
      });
      const step = await person.beginSignIn();
      const before = new Set((await statuses()).map(({ id }) => id));
      const asked = askForCode(connections, step, phone).catch(() => undefined);
      if (moment === "before_hand_over") {
        while ((await statuses()).length === before.size) await sleep(1);
        dying.resolve();
      }
      if (moment === "after_answer") void asked.then(() => dying.resolve());
      const timer = setTimeout(dying.resolve, moment === "any_time" ? (kill * 7) % 60 : 2_000);
      await dying.promise;
      clearTimeout(timer);
      await server.kill();
      const answer = await asked;
      connections.close();
      const made = (await statuses()).filter(({ id }) => !before.has(id));
      if (answer?.ok === true) acknowledged.push(...made.map(({ id }) => id));

      sink.receive(take);
      await start();
      installation.clock.advance(LEFT_BEHIND_MILLIS);
      await vi.waitFor(
        async () =>
          expect((await statuses()).filter(({ status }) => status === "waiting")).toEqual([]),
        { timeout: 20_000, interval: 50 },
      );
      connections.close();
      await server.kill();
    }

    const sent = (id: string) => sink.texts.filter((text) => text.id === id).length;
    const all = await statuses();
    expect(all.map(({ id }) => sent(id)).filter((count) => count > 1)).toEqual([]);
    expect(acknowledged.map((id) => [id, sent(id)])).toEqual(acknowledged.map((id) => [id, 1]));
    // Some deaths come after the answer: without any, nothing would have been shown.
    expect(acknowledged.length).toBeGreaterThan(0);
  });
});
