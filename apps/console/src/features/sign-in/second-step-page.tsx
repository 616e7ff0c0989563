import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { Banner, Button } from "@twinlatch/ui";
import { useCallback, useEffect, useState } from "react";
import { Redirect, useLocation } from "wouter";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/en.ts";
import { problemText } from "../../messages/problem-text.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { Loading } from "../../page/loading.tsx";
import { PATHS } from "../../paths.ts";
import { firstWay, otherWays } from "../challenge/challenge-way.ts";
import { NoWay } from "./no-way.tsx";
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
  const leave = useLeave(pending);
  const [loaded, setLoaded] = useState<Challenge | { readonly error: string }>();
  const load = useCallback(async () => {
    const result = await client.call("getChallenge", { params: { id: pending.challengeId } });
    if (result.ok) setLoaded(result.answer);
    else if ("status" in result.problem && result.problem.status < 500) leave({ notice: "ended" });
    else setLoaded({ error: problemText(result.problem) });
  }, [pending, leave]);
  useEffect(() => void load(), [load]);

  if (loaded === undefined) return <Loading />;
  if ("error" in loaded) return <NotLoaded error={loaded.error} onRetry={() => void load()} />;
  return <SecondStep pending={pending} challenge={loaded} onLeave={leave} />;
}

interface SecondStepProps {
  readonly pending: PendingSignIn;
  readonly challenge: Challenge;
  readonly onLeave: (arrival: SignInArrival) => void;
}

type View = "answer" | "other_ways" | "no_way";

function SecondStep({ pending, challenge, onLeave }: SecondStepProps) {
  const [way, setWay] = useState(() => firstWay(challenge));
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
  if (way === undefined) return <NoWay />;
  if (view === "no_way") return <NoWay onBack={() => setView("other_ways")} />;
  if (view === "other_ways") {
    return (
      <OtherWays
        ways={otherWays(challenge, way)}
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
  return useCallback(
    (arrival: SignInArrival) => {
      forgetPendingSignIn();
      const to = `${PATHS.signIn}?return=${encodeURIComponent(pending.returnTo)}`;
      navigate(to, { replace: true, state: arrival });
    },
    [navigate, pending],
  );
}

function NotLoaded({ error, onRetry }: { readonly error: string; readonly onRetry: () => void }) {
  return (
    <EntryPage screen={messages.secondStep.screen} title={messages.secondStep.title} hasError>
      <Banner tone="danger" alert>
        {error}
      </Banner>
      <Button variant="primary" onClick={onRetry}>
        {messages.common.tryAgain}
      </Button>
    </EntryPage>
  );
}
