import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A line to a server on this machine that can be cut or go silent. It begins whole. */
export interface TcpProxy {
  readonly port: number;
  /** Breaks all connections and takes no new ones. */
  cut(): void;
  /**
   * Breaks everything when the client sends its `nth` message from now on: before it is passed on
   * (`request`), or after it was, so that only the answer is lost.
   */
  cutAt(nth: number, loses: "request" | "answer"): void;
  /** From now on each `nth` message of the server is lost, and its connection breaks; 0: none. */
  loseAnswers(nth: number): void;
  /** How many were lost that way. */
  readonly lostAnswers: number;
  /** Keeps connections open and passes nothing on any more. */
  silence(): void;
  /** Passes every message on so much later; 0: at once. */
  delay(millis: number): void;
  /** Whole again, for new connections; the old ones are broken. */
  restore(): void;
  /** Whether something was broken or withheld since the last `restore`. */
  readonly isFaulty: boolean;
  close(): Promise<void>;
}

/** Enough for a message to arrive on the same machine and be acted upon. */
const DELIVERY_MILLIS = 50;

/** Opens a port of 127.0.0.1 that leads to another. */
export async function openTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let state: "whole" | "cut" | "silent" = "whole";
  let countdown: { left: number; loses: "request" | "answer" } | undefined;
  let pendingCut: NodeJS.Timeout | undefined;
  let delayMillis = 0;
  const answers = { lostEvery: 0, passed: 0, lost: 0 };
  /** Whether an answer of the server gets through. */
  const isHeard = (): boolean => {
    if (state !== "whole") return false;
    answers.passed += 1;
    if (answers.lostEvery === 0 || answers.passed % answers.lostEvery !== 0) return true;
    answers.lost += 1;
    return false;
  };
  /** Later messages are due later, so they stay in order. */
  const passOn = (to: Socket, message: Buffer) => {
    if (delayMillis === 0) to.write(message);
    else setTimeout(() => to.destroyed || to.write(message), delayMillis);
  };

  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const cut = () => {
    state = "cut";
    breakAll();
  };
  /** Whether the message may pass. */
  const isPassing = (): boolean => {
    if (state !== "whole") return false;
    if (countdown === undefined || --countdown.left > 0) return true;
    if (countdown.loses === "request") {
      cut();
      return false;
    }
    // The server does what it was asked; nobody hears of it.
    state = "silent";
    pendingCut = setTimeout(cut, DELIVERY_MILLIS);
    return true;
  };

  const server = createServer((client) => {
    if (state === "cut") {
      client.destroy();
      return;
    }
    const upstream = connect({ port: targetPort, host: "127.0.0.1" });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.on("data", (message) => {
      if (isPassing()) passOn(upstream, message);
    });
    upstream.on("data", (message) => {
      if (isHeard()) client.write(message);
      else if (state === "whole") client.destroy();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port to listen on");
  return {
    port: address.port,
    cut,
    cutAt(nth, loses) {
      countdown = { left: nth, loses };
    },
    delay(millis) {
      delayMillis = millis;
    },
    loseAnswers(nth) {
      answers.lostEvery = nth;
      answers.passed = 0;
    },
    get lostAnswers() {
      return answers.lost;
    },
    silence() {
      state = "silent";
    },
    restore() {
      clearTimeout(pendingCut);
      breakAll();
      countdown = undefined;
      delayMillis = 0;
      state = "whole";
    },
    get isFaulty() {
      return state !== "whole";
    },
    async close() {
      clearTimeout(pendingCut);
      breakAll();
      server.close();
      await once(server, "close");
    },
  };
}
