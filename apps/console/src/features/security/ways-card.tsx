import type { FactorView, SecurityView } from "@twinlatch/client";
import { Actions, Banner, Button, Card } from "@twinlatch/ui";
import { lazy, Suspense, useState } from "react";
import { messages } from "../../messages/messages.ts";
import { RecoveryCodesRow } from "../recovery-codes/recovery-codes-row.tsx";
import { useEnrolment } from "../totp/enrolment.ts";
import { FactorRow } from "./factor-row.tsx";
import styles from "./security.module.css";
import { listedApps } from "./security-state.ts";

const RenameDialog = lazy(async () => ({
  default: (await import("./rename-dialog.tsx")).RenameDialog,
}));
const SuspendDialog = lazy(async () => ({
  default: (await import("./suspend-dialog.tsx")).SuspendDialog,
}));
const ReplaceDialog = lazy(async () => ({
  default: (await import("../replacement/replace-dialog.tsx")).ReplaceDialog,
}));
const RemoveDialog = lazy(async () => ({
  default: (await import("./remove-dialog.tsx")).RemoveDialog,
}));

interface OpenDialog {
  readonly kind: "rename" | "suspend" | "replace" | "remove";
  readonly factor: FactorView;
}

/** The authenticator apps and the recovery codes. */
export function WaysCard({ security }: { readonly security: SecurityView }) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const enrolment = useEnrolment();
  const apps = listedApps(security);
  const close = () => setDialog(null);
  return (
    <Card title={messages.security.waysTitle}>
      <h3 className={styles.group}>{messages.security.appsTitle}</h3>
      {apps.length === 0 ? (
        <p className={styles.empty}>{messages.security.noApps}</p>
      ) : (
        <ul className={styles.rows}>
          {apps.map((factor) => (
            <FactorRow
              key={factor.id}
              factor={factor}
              onRename={() => setDialog({ kind: "rename", factor })}
              onSuspend={() => setDialog({ kind: "suspend", factor })}
              onReplace={() => setDialog({ kind: "replace", factor })}
              onRemove={() => setDialog({ kind: "remove", factor })}
            />
          ))}
        </ul>
      )}
      {enrolment.error && apps.length > 0 && (
        <Banner tone="danger" alert>
          {enrolment.error}
        </Banner>
      )}
      {apps.length > 0 && (
        <Actions>
          <Button pending={enrolment.pending} onClick={enrolment.begin}>
            {messages.security.addApp}
          </Button>
        </Actions>
      )}
      {apps.length > 0 && <RecoveryCodesRow codes={security.recoveryCodes} />}
      <Suspense>
        {dialog?.kind === "rename" && <RenameDialog factor={dialog.factor} onClose={close} />}
        {dialog?.kind === "suspend" && (
          <SuspendDialog factor={dialog.factor} security={security} onClose={close} />
        )}
        {dialog?.kind === "replace" && <ReplaceDialog factor={dialog.factor} onClose={close} />}
        {dialog?.kind === "remove" && (
          <RemoveDialog factor={dialog.factor} isLast={apps.length === 1} onClose={close} />
        )}
      </Suspense>
    </Card>
  );
}
