import type { AccountsDeps } from "@twinlatch/accounts";
import type { Trial } from "./audit-trial.ts";
import type { Rows } from "./database-rows.ts";
import { type CallFate, PlantedFault, watchPorts } from "./watch-ports.ts";

/** One request, and the marks of its success in the database: all of them change, or none. */
export interface FaultyRequest {
  readonly act: (ports: AccountsDeps) => Promise<{ outcome: string }>;
  readonly marks: (rows: Rows) => readonly unknown[];
}

/** Prepares the request anew. */
export type FaultyFlow = (trial: Trial) => Promise<FaultyRequest>;

/** Which of a flow's calls fail in turn, and how: before anything is done, or once it is. */
export interface Failing {
  readonly fate: CallFate;
  readonly calls: RegExp;
}

/** How a request ended of which one call failed. */
export interface FaultyEnding {
  readonly request: FaultyRequest;
  /** The call that failed. */
  readonly failed: string;
  /** What the caller heard: an outcome, `fault` for the planted one, or another error's text. */
  readonly told: string;
  /** Which marks changed. */
  readonly changed: readonly boolean[];
}

/** Fails each call of the flow in turn, until there is none left to fail; brings every ending. */
export async function* failEachCall(
  trial: Trial,
  flow: FaultyFlow,
  failing: Failing,
): AsyncGenerator<FaultyEnding> {
  for (let nth = 1; ; nth += 1) {
    const ending = await failNthCall(trial, await flow(trial), nth, failing);
    if (ending === undefined) return;
    yield ending;
  }
}

/** Makes a request through healthy ports. */
export async function makeRequest(
  { installation: { deps, rows } }: Trial,
  { act, marks }: FaultyRequest,
): Promise<Pick<FaultyEnding, "told" | "changed">> {
  const before = marks(rows.all());
  const { outcome } = await act(deps);
  return { told: outcome, changed: compareMarks(before, marks(rows.all())) };
}

async function failNthCall(
  { installation: { deps, rows } }: Trial,
  request: FaultyRequest,
  nth: number,
  { fate, calls }: Failing,
): Promise<FaultyEnding | undefined> {
  // What earlier endings left counted is another test's matter.
  await deps.unitOfWork.write((stores) => stores.attemptBudgets.purge(Number.MAX_SAFE_INTEGER));
  const before = request.marks(rows.all());
  let made = 0;
  let failed: string | undefined;
  const ports = watchPorts(deps, (call) => {
    if (calls.test(call)) made += 1;
    if (made !== nth || failed !== undefined) return "done";
    failed = call;
    return fate;
  });
  const told = await request.act(ports).then(
    ({ outcome }) => outcome,
    (error: unknown) => (error instanceof PlantedFault ? "fault" : String(error)),
  );
  const changed = compareMarks(before, request.marks(rows.all()));
  return failed === undefined ? undefined : { request, failed, told, changed };
}

function compareMarks(before: readonly unknown[], after: readonly unknown[]): boolean[] {
  return after.map((mark, index) => mark !== before[index]);
}
