import { Banner, Button } from "@twinlatch/ui";
import { messages } from "../messages/messages.ts";
import { EntryPage } from "./entry-page.tsx";

/** In place of everything that cannot be shown. */
export function FaultPage() {
  return (
    <EntryPage screen={messages.fault.title} title={messages.fault.title}>
      <Banner tone="danger" alert>
        {messages.fault.text}
      </Banner>
      <Button variant="primary" onClick={() => location.reload()}>
        {messages.fault.reload}
      </Button>
    </EntryPage>
  );
}
