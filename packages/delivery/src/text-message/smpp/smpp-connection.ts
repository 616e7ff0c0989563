import { setTimeout as wait } from "node:timers/promises";
import { SmppBindError, type SmppLink } from "./smpp-link.ts";

export interface SmppConnectionOptions {
  /** @throws when there is no connection, or no bind */
  readonly open: () => Promise<SmppLink>;
  /** Told when the link comes and goes; `code` is the message centre's where it refused us. */
  readonly onChange: (change: { isUp: boolean; code?: string | undefined }) => void;
  /** The first pause; it doubles with every failure in a row, up to a minute. Default 500 ms. */
  readonly pauseMillis?: number | undefined;
}

/** A link that is made again whenever it ends. */
export interface SmppConnection {
  /** The link; undefined when there is none within `millis`. */
  whenUp(millis: number): Promise<SmppLink | undefined>;
  stop(): Promise<void>;
}

const DEFAULT_PAUSE_MILLIS = 500;
const MAX_PAUSE_MILLIS = 60_000;
/** A link that lived so long was a good one: the pauses begin again. */
const GOOD_LINK_MILLIS = 60_000;

/** Keeps a link up until it is stopped. */
export function keepSmppLink(options: SmppConnectionOptions): SmppConnection {
  const { pauseMillis = DEFAULT_PAUSE_MILLIS } = options;
  const stopping = new AbortController();
  let link: SmppLink | undefined;
  let up = Promise.withResolvers<SmppLink>();
  const keep = async () => {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      const startedMillis = performance.now();
      await hold(options, (opened) => {
        link = opened;
        if (opened === undefined) up = Promise.withResolvers();
        else up.resolve(opened);
      });
      if (performance.now() - startedMillis > GOOD_LINK_MILLIS) failures = 0;
      const pause = Math.min(pauseMillis * 2 ** failures, MAX_PAUSE_MILLIS);
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const kept = keep();
  return {
    async whenUp(millis) {
      if (link !== undefined || stopping.signal.aborted) return link;
      const timer = new AbortController();
      const late = wait(millis, undefined, { signal: timer.signal }).catch(() => undefined);
      const opened = await Promise.race([up.promise, late]);
      timer.abort();
      return opened ?? undefined;
    },
    async stop() {
      stopping.abort();
      await link?.close();
      await kept;
    },
  };
}

/** Opens a link and waits for its end. */
async function hold(
  { open, onChange }: SmppConnectionOptions,
  setLink: (link: SmppLink | undefined) => void,
): Promise<void> {
  try {
    const link = await open();
    setLink(link);
    onChange({ isUp: true });
    await link.ended;
    setLink(undefined);
    onChange({ isUp: false });
  } catch (error) {
    onChange({ isUp: false, code: error instanceof SmppBindError ? error.code : undefined });
  }
}
