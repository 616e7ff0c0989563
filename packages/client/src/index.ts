export type {
  ActivityEvent,
  Challenge,
  ChallengeAct,
  ChallengeAnswer,
  ChallengeFactor,
  EmailView,
  FactorKind,
  FactorView,
  InvitationView,
  Problem,
  ProblemCode,
  ReplacementView,
  SecurityView,
  SentCode,
  SessionEntry,
  SessionView,
  SignInSetting,
  StepUpAction,
  TextChannel,
  TrustedDeviceView,
} from "@twinlatch/api-contract";
export type { ClientProblem, NoAnswer } from "./client-problem.ts";
export {
  type Answer,
  type CallOptions,
  type CallResult,
  type Client,
  type ClientSettings,
  createClient,
} from "./create-client.ts";
export type { EndpointName } from "./routes.ts";
