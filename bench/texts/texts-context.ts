import type { BenchContext } from "../http/bench-context.ts";
import type { PreparedPhone } from "./prepare-phones.ts";
import type { TextSink } from "./sink.ts";

/** What every measurement of texts works with. */
export interface TextsContext extends Omit<BenchContext, "sessionToken"> {
  readonly sink: TextSink;
  /** Takes phones that nobody has texted yet: each gets one text. */
  takePhones(count: number): readonly PreparedPhone[];
  /** How long one figure of one round is measured. */
  readonly seconds: number;
}
