import type { SecurityView } from "@twinlatch/client";
import { Actions, Badge, Banner, Button, Card, ShieldIcon, useToast } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { useEnrolment } from "../totp/enrolment.ts";
import { DisableDialog } from "./disable-dialog.tsx";
import styles from "./security.module.css";
import { activeFactors, attentionReasons, statusText } from "./security-state.ts";

/** Whether two-factor authentication is on, and what about it needs attention. */
export function StatusCard({ security }: { readonly security: SecurityView }) {
  const [isDisabling, setIsDisabling] = useState(false);
  const [nowMillis] = useState(() => Date.now());
  const enabling = useEnabling(security);
  const isEnabled = security.twoFactor === "enabled";
  const reasons = attentionReasons(security, nowMillis);
  return (
    <Card
      title={messages.security.statusTitle}
      aside={
        <>
          <Badge tone={isEnabled ? "success" : "neutral"}>
            {isEnabled ? messages.security.enabled : messages.security.disabled}
          </Badge>
          {reasons.length > 0 && <Badge tone="warning">{messages.security.needsAttention}</Badge>}
        </>
      }
    >
      <div className={styles.status}>
        <span className={isEnabled ? styles.shieldOn : styles.shieldOff}>
          <ShieldIcon />
        </span>
        <p>{statusText(security)}</p>
      </div>
      {reasons.map((reason) => (
        <Banner key={reason} tone="warning">
          {reason}
        </Banner>
      ))}
      {enabling.error && (
        <Banner tone="danger" alert>
          {enabling.error}
        </Banner>
      )}
      <Actions>
        {/* One button for both, so that pressing it does not lose the focus. After a set-up it is another one,
            so that the focus does not come back to what now disables. */}
        <Button
          key={String(activeFactors(security).length > 0)}
          variant={isEnabled ? "secondary" : "primary"}
          pending={enabling.pending}
          onClick={isEnabled ? () => setIsDisabling(true) : enabling.enable}
        >
          {isEnabled ? messages.security.disable : messages.security.enable}
        </Button>
      </Actions>
      {isDisabling && <DisableDialog onClose={() => setIsDisabling(false)} />}
    </Card>
  );
}

/** Begins with an authenticator app; where something gets codes already, switches it on again. */
function useEnabling(security: SecurityView) {
  const enrolment = useEnrolment();
  const setting = useChange();
  const showToast = useToast();
  const hasFactor = activeFactors(security).length > 0;
  function enable() {
    if (!hasFactor) return enrolment.begin();
    setting.change("setSignInSetting", { body: { value: "every_time" } }, () =>
      showToast(messages.security.enabledToast),
    );
  }
  return {
    enable,
    pending: hasFactor ? setting.pending : enrolment.pending,
    error: hasFactor ? setting.error : enrolment.error,
  };
}
