// One slice of the simulation in a process of its own: `node run-slice.ts <seed> <people>` prints what was
// counted as JSON.
import { simulateYear } from "./simulate.ts";

const [, , seed = "", people = "0"] = process.argv;
process.stdout.write(JSON.stringify(await simulateYear(seed, Number(people))));
