import type { LoadGenerator } from "../http/load.ts";
import type { Contender } from "./contender.ts";
import { answerAt } from "./measure-contender.ts";

export const PARALLEL_SIGN_INS = 10;
export const PARALLEL_GUESSES = 40;

export interface Flaws {
  /** Of ten sign-ins of one account that bring one code at the same time, how many it lets in. */
  readonly acceptedOfOneCode: number;
  /** Of forty wrong codes at the same time, for one sign-in, how many it compares. */
  readonly guessesOnOneSignIn: number;
  /** The same for forty sign-ins of one account. */
  readonly guessesOnOneAccount: number;
}

/** Tries what a thief of the password tries: at the same time what is allowed once. */
export async function measureFlaws<Account>(
  contender: Contender<Account>,
  load: LoadGenerator,
): Promise<Flaws> {
  const { port } = contender;
  const [once, single, many] = contender.takeAccounts(3);
  if (once === undefined || single === undefined || many === undefined)
    throw new Error("No account");
  const enterPassword = async (account: Account, times: number) => {
    const requests = Array.from({ length: times }, () => contender.passwordStep(account));
    // One after the other: nobody types a password forty times at once.
    const result = await load.run({ port, connections: 1, requests, keepsAnswers: true });
    return requests.map((_, index) => answerAt(result, index));
  };
  const fire = async (requests: readonly string[]) => {
    const job = { port, connections: requests.length, requests, keepsAnswers: true };
    return (await load.fire(job)).answers;
  };

  const code = contender.code(once);
  const tries = await enterPassword(once, PARALLEL_SIGN_INS);
  const entered = await fire(tries.map((answer) => contender.secondStep(once, answer, code)));

  const [first = ""] = await enterPassword(single, 1);
  const wrong = wrongCodes(contender.code(single));
  const onOneSignIn = await fire(wrong.map((each) => contender.secondStep(single, first, each)));

  const steps = await enterPassword(many, PARALLEL_GUESSES);
  const wrongForMany = wrongCodes(contender.code(many));
  const onOneAccount = await fire(
    steps.map((answer, index) => contender.secondStep(many, answer, wrongForMany[index])),
  );
  return {
    acceptedOfOneCode: entered.filter((answer) => answer.startsWith("HTTP/1.1 200")).length,
    guessesOnOneSignIn: onOneSignIn.filter(contender.isEvaluated).length,
    guessesOnOneAccount: onOneAccount.filter(contender.isEvaluated).length,
  };
}

/** Different codes that are not the right one; that a neighbour's step has one of them is one in 20,000. */
function wrongCodes(right: string): readonly string[] {
  const codes = Array.from({ length: PARALLEL_GUESSES + 1 }, (_, index) =>
    String(index * 7).padStart(6, "0"),
  );
  return codes.filter((each) => each !== right).slice(0, PARALLEL_GUESSES);
}
