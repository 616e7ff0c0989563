import fc from "fast-check";
import type { Draw } from "./draws.ts";
import type { Journey } from "./journeys.ts";
import type { World } from "./world.ts";

const MAX_COMMANDS = 24;
/** More than any command draws. */
const MAX_DRAWS = 16;
/** How much oftener than the others a command is run: those that others build on. */
const WEIGHTS: Readonly<Record<string, number>> = {
  comeBack: 4,
  inviteSomebody: 3,
  loseTheKey: 5,
  addAPhone: 2,
  trustADevice: 2,
  addAddress: 2,
  verifyChallenge: 3,
  confirmFactor: 2,
  timePasses: 2,
};

/** One command with the numbers it draws by; without more of them it draws the first. */
class DrawnCommand implements fc.AsyncCommand<object, World> {
  readonly #name: string;
  readonly #journey: Journey;
  readonly #numbers: readonly number[];
  #about = "";

  constructor([name, journey]: readonly [string, Journey], numbers: readonly number[]) {
    this.#name = name;
    this.#journey = journey;
    this.#numbers = numbers;
  }

  check(): boolean {
    return true;
  }

  async run(_model: object, world: World): Promise<void> {
    this.#about = "failed";
    this.#about = (await this.#journey(world, drawBy(this.#numbers))) ?? "nothing to do";
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

/** Random sequences of commands. Numbers shrink to 0, the likeliest choice, and commands away. */
export function sequences(
  commands: Readonly<Record<string, Journey>>,
): fc.Arbitrary<Iterable<fc.AsyncCommand<object, World>>> {
  const numbers = fc.array(fc.nat(999), { maxLength: MAX_DRAWS, minLength: MAX_DRAWS });
  const drawn = Object.entries(commands).flatMap((command) =>
    Array.from({ length: WEIGHTS[command[0]] ?? 1 }, () =>
      numbers.map((each) => new DrawnCommand(command, each)),
    ),
  );
  return fc.commands(drawn, { maxCommands: MAX_COMMANDS, size: "max" });
}
