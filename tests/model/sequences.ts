import fc from "fast-check";
import type { PublicCall } from "./calls.ts";
import type { Draw } from "./draws.ts";
import type { World } from "./world.ts";

const MAX_CALLS = 30;
/** More than any call draws. */
const MAX_DRAWS = 12;
/** How much oftener than the others a call is made: those that others build on. */
const WEIGHTS: Readonly<Record<string, number>> = {
  comeBack: 3,
  verifyChallenge: 3,
  confirmFactor: 2,
  stepUp: 3,
  timePasses: 2,
};

/** How often each kind of call found something to do. */
export type Coverage = Map<string, number>;

/** One call with the numbers it draws by; without more of them it draws the first. */
class CallCommand implements fc.AsyncCommand<object, World> {
  readonly #name: string;
  readonly #call: PublicCall;
  readonly #numbers: readonly number[];
  readonly #coverage: Coverage;
  #about = "";

  constructor(
    [name, call]: readonly [string, PublicCall],
    numbers: readonly number[],
    coverage: Coverage,
  ) {
    this.#name = name;
    this.#call = call;
    this.#numbers = numbers;
    this.#coverage = coverage;
  }

  check(): boolean {
    return true;
  }

  async run(_model: object, world: World): Promise<void> {
    this.#about = "failed";
    const about = await this.#call(world, drawBy(this.#numbers));
    this.#about = about ?? "nothing to do";
    if (about === undefined) return;
    this.#coverage.set(this.#name, (this.#coverage.get(this.#name) ?? 0) + 1);
  }

  toString(): string {
    return `${this.#name}(${this.#about})`;
  }
}

/** Draws by these numbers; when they run out, the first of everything. */
export function drawBy(drawn: readonly number[]): Draw {
  const numbers = drawn.values();
  return (items) => items[(numbers.next().value ?? 0) % items.length];
}

/** Random sequences of calls. Numbers shrink to 0, the likeliest choice, and calls away. */
export function sequences(
  calls: Readonly<Record<string, PublicCall>>,
  coverage: Coverage,
): fc.Arbitrary<Iterable<fc.AsyncCommand<object, World>>> {
  const numbers = fc.array(fc.nat(999), { maxLength: MAX_DRAWS, minLength: MAX_DRAWS });
  const commands = Object.entries(calls).flatMap((call) =>
    Array.from({ length: WEIGHTS[call[0]] ?? 1 }, () =>
      numbers.map((drawn) => new CallCommand(call, drawn, coverage)),
    ),
  );
  return fc.commands(commands, { maxCommands: MAX_CALLS, size: "max" });
}
