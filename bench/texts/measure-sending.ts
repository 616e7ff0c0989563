import { MEASURE_MILLIS } from "../http/bench-context.ts";
import { perSecond, writeRequest } from "../http/load.ts";
import { sendPath } from "./ask-for-codes.ts";
import type { TextsContext } from "./texts-context.ts";

/** Phones it takes, a second of the measurements. */
export const SENDS_PER_SECOND = 100;
/** Fewer than the texts that one provider is given at a time: more would be passed over. */
const CONNECTIONS = 16;

export interface SendingFigures {
  readonly commitsPerSecond: number;
  readonly sendsPerSecond: number;
}

/** Codes sent and acknowledged, as many as go, beside durable commits of one row in a plain loop. */
export async function measureSending(context: TextsContext): Promise<SendingFigures> {
  const { floors, folder, load, seconds, server, takePhones } = context;
  const commitsPerSecond = await floors.commitsPerSecond(folder, MEASURE_MILLIS);
  const requests = takePhones(SENDS_PER_SECOND * seconds).map((phone) =>
    writeRequest({
      method: "POST",
      path: sendPath(phone),
      port: server.port,
      token: phone.ticket,
      body: { factorId: phone.factorId },
    }),
  );
  const sent = await load.fire({ port: server.port, connections: CONNECTIONS, requests });
  const answered = sent.statuses["202"] ?? 0;
  return { commitsPerSecond, sendsPerSecond: perSecond({ ...sent, answered }) };
}
