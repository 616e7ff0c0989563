import { Banner, Button } from "@twinlatch/ui";
import type { ReactNode } from "react";
import { messages } from "../messages/messages.ts";
import { problemText } from "../messages/problem-text.ts";
import { Loading } from "../page/loading.tsx";
import { ProblemError } from "./session-query.ts";

export interface LoadedProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly children: (data: Data) => ReactNode;
}

/** What was loaded; until then, that it is coming; or why not, with a button to try again. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  const { data, error, refetch } = query;
  if (data !== undefined) return children(data);
  if (error === null) return <Loading />;
  if (!(error instanceof ProblemError)) throw error;
  return (
    <Banner tone="danger" alert>
      <p>
        {messages.common.loadFailed} {problemText(error.problem)}
      </p>
      <Button onClick={() => void refetch()}>{messages.common.tryAgain}</Button>
    </Banner>
  );
}
