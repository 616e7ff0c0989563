import { Banner, Button } from "@twinlatch/ui";
import { Component, type ReactNode } from "react";
import { messages } from "../messages/messages.ts";
import { EntryPage } from "./entry-page.tsx";

/** Shown in place of the page when drawing it failed, or a part of it could not be loaded. */
export class FaultBoundary extends Component<{ readonly children: ReactNode }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <FaultPage /> : this.props.children;
  }
}

function FaultPage() {
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
