import type { SecurityView } from "@twinlatch/client";
import { Actions, Badge, Banner, Button, Card, ShieldIcon, useToast } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/en.ts";
import { useChange } from "../../session/use-change.ts";
import { useEnrolment } from "../totp/enrolment.ts";
import { DisableDialog } from "./disable-dialog.tsx";
import styles from "./security.module.css";
import { activeApps, attentionReasons, statusText } from "./security-state.ts";

/** Whether two-factor authentication is on, and what about it needs attention. */
export function StatusCard({ security }: { readonly security: SecurityView }) {
  const [isDisabling, setIsDisabling] = useState(false);
  const isEnabled = security.twoFactor === "enabled";
  const [nowMillis] = useState(() => Date.now());
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
      {isEnabled ? (
        <Actions>
          <Button onClick={() => setIsDisabling(true)}>{messages.security.disable}</Button>
        </Actions>
      ) : (
        <EnableButton security={security} />
      )}
      {isDisabling && <DisableDialog onClose={() => setIsDisabling(false)} />}
    </Card>
  );
}

/** Begins with an authenticator app; where one is there already, switches it on again. */
function EnableButton({ security }: { readonly security: SecurityView }) {
  const enrolment = useEnrolment();
  const setting = useChange();
  const showToast = useToast();
  const hasApp = activeApps(security).length > 0;
  const { pending, error } = hasApp ? setting : enrolment;
  function enable() {
    if (!hasApp) return enrolment.begin();
    setting.change("setSignInSetting", { body: { value: "every_time" } }, () =>
      showToast(messages.security.enabledToast),
    );
  }
  return (
    <>
      {error && (
        <Banner tone="danger" alert>
          {error}
        </Banner>
      )}
      <Actions>
        <Button variant="primary" pending={pending} onClick={enable}>
          {messages.security.enable}
        </Button>
      </Actions>
    </>
  );
}
