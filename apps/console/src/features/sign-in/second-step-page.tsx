import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { useState } from "react";
import { Redirect, useLocation } from "wouter";
import { client } from "../../api/client.ts";
import { Loading } from "../../page/loading.tsx";
import { useArrived } from "../../page/use-arrived.ts";
import { PATHS } from "../../paths.ts";
import { firstWay } from "../challenge/challenge-way.ts";
import { shownText } from "../sms/sent-text.ts";
import { NoWay } from "./no-way.tsx";
import { NotLoaded } from "./not-loaded.tsx";
import { OtherWays } from "./other-ways.tsx";
import { forgetPendingSignIn, type PendingSignIn, readPendingSignIn } from "./pending-sign-in.ts";
import { SecondStepAnswer } from "./second-step-answer.tsx";
import type { SignInArrival } from "./sign-in-arrival.ts";

/** `/sign-in/second-step`: shown to whoever holds a sign-in's ticket, also after a reload. */
export function SecondStepPage() {
  const [pending] = useState(readPendingSignIn);
  return pending ? <PendingSecondStep pending={pending} /> : <Redirect to={PATHS.signIn} replace />;
}

function PendingSecondStep({ pending }: { readonly pending: PendingSignIn }) {
  const load = () => client.call("getChallenge", { params: { id: pending.challengeId } });
  const [loading, setLoading] = useState(load);
  const result = useArrived(loading);
  const leave = useLeave(pending);
  if (result === undefined) return <Loading />;
  if (result.ok) return <SecondStep pending={pending} challenge={result.answer} onLeave={leave} />;
  // The server does not know it, or not any more.
  if ("status" in result.problem && result.problem.status < 500) {
    return <Redirect to={PATHS.signIn} replace state={{ notice: "ended", email: pending.email }} />;
  }
  return <NotLoaded problem={result.problem} onRetry={() => setLoading(load())} />;
}

interface SecondStepProps {
  readonly pending: PendingSignIn;
  readonly challenge: Challenge;
  readonly onLeave: (arrival: SignInArrival) => void;
}

type View = "answer" | "other_ways" | "no_way";

function SecondStep({ pending, challenge, onLeave }: SecondStepProps) {
  const [way, setWay] = useState(() => firstWay(challenge));
  const [lastText, setLastText] = useState(() => shownText(challenge, Date.now()));
  const [view, setView] = useState<View>("answer");
  const [, navigate] = useLocation();

  function finish() {
    forgetPendingSignIn();
    navigate(pending.returnTo, { replace: true });
  }
  function choose(chosen: ChallengeFactor) {
    setWay(chosen);
    setView("answer");
  }
  const noWay = { challenge, onChoose: choose, onDone: finish };
  if (way === undefined) return <NoWay {...noWay} />;
  if (view === "no_way") return <NoWay {...noWay} onBack={() => setView("other_ways")} />;
  if (view === "other_ways") {
    return (
      <OtherWays
        challenge={challenge}
        current={way}
        onChoose={choose}
        onNone={() => setView("no_way")}
        onBack={() => setView("answer")}
      />
    );
  }
  return (
    <SecondStepAnswer
      key={way.id}
      challenge={challenge}
      way={way}
      email={pending.email}
      lastText={lastText}
      onText={setLastText}
      onDone={finish}
      onClosed={() => onLeave({ notice: "ended", email: pending.email })}
      onNotMe={() => onLeave({})}
      onOtherWay={() => setView("other_ways")}
    />
  );
}

/** Goes back to the sign-in page, with what need not be typed again. */
function useLeave(pending: PendingSignIn) {
  const [, navigate] = useLocation();
  return (arrival: SignInArrival) => {
    forgetPendingSignIn();
    const to = `${PATHS.signIn}?return=${encodeURIComponent(pending.returnTo)}`;
    navigate(to, { replace: true, state: arrival });
  };
}
