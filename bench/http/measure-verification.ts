import { type BenchContext, CONNECTIONS, MEASURE_MILLIS, rightAnswer } from "./bench-context.ts";
import { perSecond, writeRequest } from "./load.ts";

/** Right codes a round; each belongs to an account of its own and is accepted. */
const VERIFICATIONS = 2_500;
/** Accounts one round takes. */
export const VERIFICATION_ACCOUNTS = 2 * VERIFICATIONS;

export interface VerificationFigures {
  readonly commitsPerSecond: number;
  readonly verificationsPerSecond: number;
  readonly verificationHalfLoadP99Millis: number;
}

/** Second steps answered with right codes, beside durable commits of one row in a plain loop. */
export async function measureVerification(context: BenchContext): Promise<VerificationFigures> {
  const { floors, folder, load, server } = context;
  const commitsPerSecond = await floors.commitsPerSecond(folder, MEASURE_MILLIS);
  const job = () => ({
    port: server.port,
    connections: CONNECTIONS,
    requests: context.takeAccounts(VERIFICATIONS).map((account) =>
      writeRequest({
        method: "POST",
        path: `/api/v1/challenges/${account.challengeId}/verify`,
        port: server.port,
        token: account.ticket,
        body: rightAnswer(account),
      }),
    ),
  });
  const own = await load.run(job());
  const half = await load.run({ ...job(), ratePerSecond: perSecond(own) / 2 });
  return {
    commitsPerSecond,
    verificationsPerSecond: perSecond(own),
    verificationHalfLoadP99Millis: half.latencyMillis.p99,
  };
}
