import type { ClientProblem } from "@twinlatch/client";
import { Banner, Button } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { EntryPage } from "../../page/entry-page.tsx";

export interface NotLoadedProps {
  readonly problem: ClientProblem;
  readonly onRetry: () => void;
}

/** The second step cannot be shown at the moment. */
export function NotLoaded({ problem, onRetry }: NotLoadedProps) {
  return (
    <EntryPage screen={messages.secondStep.screen} title={messages.secondStep.title} hasError>
      <Banner tone="danger" alert>
        {problemText(problem)}
      </Banner>
      <Button variant="primary" onClick={onRetry}>
        {messages.common.tryAgain}
      </Button>
    </EntryPage>
  );
}
