import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { PreparedPhone } from "./prepare-phones.ts";
import { steadyMillis } from "./steady-millis.ts";

/** A code that was asked for. Times are on the clock of `steadyMillis`. */
export interface AskedCode {
  readonly number: string;
  readonly dueAtMillis: number;
  readonly answeredAtMillis: number;
  readonly status: number;
}

/**
 * Asks for a code for each phone, so many a second, whether those before are answered or not. What is sent
 * late counts from when it was due.
 */
export async function askForCodes(
  port: number,
  phones: readonly PreparedPhone[],
  ratePerSecond: number,
): Promise<readonly AskedCode[]> {
  const agent = new Agent({ keepAlive: true });
  const startedAtMillis = steadyMillis();
  const ask = async (phone: PreparedPhone, index: number): Promise<AskedCode> => {
    const dueAtMillis = startedAtMillis + (index * 1000) / ratePerSecond;
    await sleep(Math.max(0, dueAtMillis - steadyMillis()));
    const status = await exchange(port, phone, agent);
    return { number: phone.number, dueAtMillis, answeredAtMillis: steadyMillis(), status };
  };
  try {
    return await Promise.all(phones.map(ask));
  } finally {
    agent.destroy();
  }
}

/** The path that sends a code for a phone's challenge. */
export function sendPath({ challengeId }: PreparedPhone): string {
  return `/api/v1/challenges/${challengeId}/send`;
}

/** Resolves with the status once the answer is here, whole. */
function exchange(port: number, phone: PreparedPhone, agent: Agent): Promise<number> {
  const body = JSON.stringify({ factorId: phone.factorId });
  const headers = {
    authorization: `Bearer ${phone.ticket}`,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const asked = request(
      { agent, host: "127.0.0.1", port, method: "POST", path: sendPath(phone), headers },
      (response) => {
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", reject);
        response.resume();
      },
    );
    asked.once("error", reject);
    asked.end(body);
  });
}
