import { useQuery } from "@tanstack/react-query";
import type { ActivityEvent } from "@twinlatch/client";
import { Actions, Banner, Button, Dialog, useToast } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { Loaded } from "../../session/loaded.tsx";
import { useSession } from "../../session/session-context.ts";
import { securityQuery, sessionsQuery } from "../../session/session-query.ts";
import { useChange } from "../../session/use-change.ts";
import { ChangePasswordDialog } from "../profile/change-password-dialog.tsx";
import { NewRecoveryCodes } from "../recovery-codes/new-recovery-codes.tsx";
import { SuspendDialog } from "../security/suspend-dialog.tsx";
import styles from "./activity.module.css";
import { EventFacts } from "./event-row.tsx";
import { eventText } from "./event-text.ts";
import { type NotMeStep, notMeSteps } from "./not-me-steps.ts";

export interface NotMeDialogProps {
  readonly event: ActivityEvent;
  readonly onClose: () => void;
}

/** Says what happened, and leads through what helps if it was not the owner. */
export function NotMeDialog({ event, onClose }: NotMeDialogProps) {
  const { client, session } = useSession();
  const security = useQuery(securityQuery(client));
  const sessions = useQuery(sessionsQuery(client));
  const [opened, setOpened] = useState<NotMeStep | null>(null);
  const close = () => setOpened(null);
  return (
    <Dialog title={messages.activity.notMeTitle} onClose={onClose}>
      <div>
        <p className={styles.event}>{eventText(event)}</p>
        <EventFacts event={event} />
      </div>
      {event.isThisSession && <Banner tone="warning">{messages.activity.notMeWasHere}</Banner>}
      <Loaded query={security}>
        {(securityData) => (
          <Loaded query={sessions}>
            {(sessionsData) => (
              <Steps
                steps={notMeSteps({
                  event,
                  security: securityData,
                  sessions: sessionsData,
                  isRecovery: session.recovery,
                })}
                onOpen={setOpened}
              />
            )}
          </Loaded>
        )}
      </Loaded>
      <Actions>
        <Button onClick={onClose}>{messages.activity.close}</Button>
      </Actions>
      {opened?.kind === "suspendFactor" && security.data && (
        <SuspendDialog factor={opened.factor} security={security.data} onClose={close} />
      )}
      {opened?.kind === "changePassword" && (
        <ChangePasswordDialog
          offersNewCodes={security.data?.recoveryCodes !== null}
          onClose={close}
        />
      )}
      {opened?.kind === "newCodes" && <NewRecoveryCodes onClose={close} />}
    </Dialog>
  );
}

interface StepsProps {
  readonly steps: readonly NotMeStep[];
  readonly onOpen: (step: NotMeStep) => void;
}

function Steps({ steps, onOpen }: StepsProps) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  if (steps.length === 0) return <p>{messages.activity.notMeNothing}</p>;
  function endOthers() {
    change("revokeOtherSessions", {}, () => showToast(messages.sessions.othersEndedToast));
  }
  return (
    <>
      <p>{messages.activity.notMeIntro}</p>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step.kind} className={styles.step}>
            <p>{stepText(step)}</p>
            <Button
              pending={step.kind === "endOthers" && pending}
              onClick={step.kind === "endOthers" ? endOthers : () => onOpen(step)}
            >
              {STEP_LABELS[step.kind]}
            </Button>
          </li>
        ))}
      </ol>
      {error && (
        <Banner tone="danger" alert>
          {error}
        </Banner>
      )}
    </>
  );
}

const STEP_LABELS: Readonly<Record<NotMeStep["kind"], string>> = {
  endOthers: messages.sessions.endOthers,
  changePassword: messages.activity.changePassword,
  suspendFactor: messages.security.suspend,
  newCodes: messages.recoveryCodes.makeNew,
};

function stepText(step: NotMeStep): string {
  if (step.kind === "suspendFactor") return messages.activity.suspendText(step.factor.label);
  return {
    endOthers: messages.activity.endOthersText,
    changePassword: messages.activity.changePasswordText,
    newCodes: messages.activity.newCodesText,
  }[step.kind];
}
