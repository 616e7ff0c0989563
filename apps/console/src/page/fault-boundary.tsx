import { Component, type ReactNode } from "react";
import { FaultPage } from "./fault-page.tsx";

/** Shows that something went wrong in place of the page when drawing it failed. */
export class FaultBoundary extends Component<{ readonly children: ReactNode }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <FaultPage /> : this.props.children;
  }
}
