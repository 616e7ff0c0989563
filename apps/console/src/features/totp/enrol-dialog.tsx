import type { SecurityView } from "@twinlatch/client";
import { useToast } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { RecoveryCodesDialog } from "../recovery-codes/recovery-codes-dialog.tsx";
import { appLabel } from "./app-label.ts";
import { EnrolCode } from "./enrol-code.tsx";
import { EnrolScan } from "./enrol-scan.tsx";
import type { Enrolment } from "./enrolment.ts";

export interface EnrolDialogProps {
  readonly enrolment: Enrolment;
  /** As it stood when the dialog opened and as it stands now. */
  readonly security: SecurityView;
  readonly onAbandon: () => void;
  readonly onDone: () => void;
}

/** Adds an authenticator app: scan, enter its code, and with the first one save the recovery codes. */
export function EnrolDialog({ enrolment, security, onAbandon, onDone }: EnrolDialogProps) {
  const showToast = useToast();
  const [before] = useState(security);
  const [step, setStep] = useState<"scan" | "code">(enrolment.key ? "scan" : "code");
  const [label, setLabel] = useState(() =>
    enrolment.key ? appLabel(security.factors) : enrolment.factor.label,
  );
  const [codes, setCodes] = useState<readonly string[]>();
  // Recovery codes come with the first app only.
  const steps = before.recoveryCodes === null ? 3 : 2;
  const stepText = (at: number) => messages.totp.step(at, steps);

  function confirmed(recoveryCodes: readonly string[] | undefined) {
    if (recoveryCodes) setCodes(recoveryCodes);
    else finish(messages.totp.addedToast(label));
  }
  function finish(toast: string) {
    showToast(toast);
    onDone();
  }
  if (codes) {
    return (
      <RecoveryCodesDialog
        codes={codes}
        eyebrow={stepText(steps)}
        onDone={() => finish(messages.security.enabledToast)}
      />
    );
  }
  if (step === "scan" && enrolment.key) {
    return (
      <EnrolScan
        enrolmentKey={enrolment.key}
        eyebrow={stepText(1)}
        label={label}
        onLabelChange={setLabel}
        onContinue={() => setStep("code")}
        onCancel={onAbandon}
      />
    );
  }
  return (
    <EnrolCode
      factorId={enrolment.factor.id}
      eyebrow={stepText(2)}
      label={enrolment.key ? label.trim() : undefined}
      onBack={enrolment.key ? () => setStep("scan") : undefined}
      onConfirmed={confirmed}
      onCancel={onAbandon}
    />
  );
}
