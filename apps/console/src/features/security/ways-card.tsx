import type { SecurityView } from "@twinlatch/client";
import { Actions, Banner, Button, Card, RowsHead } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { RecoveryCodesRow } from "../recovery-codes/recovery-codes-row.tsx";
import { ReplaceDialog } from "../replacement/replace-dialog.tsx";
import { PhonesGroup } from "../sms/phones-group.tsx";
import { useEnrolment } from "../totp/enrolment.ts";
import { type FactorDialog, FactorList } from "./factor-list.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { listedFactors, listedOfKind } from "./security-state.ts";
import { SuspendDialog } from "./suspend-dialog.tsx";

/** The authenticator apps, the phones and the recovery codes. */
export function WaysCard({ security }: { readonly security: SecurityView }) {
  const [dialog, setDialog] = useState<FactorDialog | null>(null);
  const factors = listedFactors(security);
  const close = () => setDialog(null);
  return (
    <Card title={messages.security.waysTitle}>
      <AppsGroup security={security} onOpen={setDialog} />
      <PhonesGroup security={security} onOpen={setDialog} />
      {factors.length > 0 && <RecoveryCodesRow codes={security.recoveryCodes} />}
      {dialog?.kind === "rename" && <RenameDialog factor={dialog.factor} onClose={close} />}
      {dialog?.kind === "suspend" && (
        <SuspendDialog factor={dialog.factor} security={security} onClose={close} />
      )}
      {dialog?.kind === "replace" && <ReplaceDialog factor={dialog.factor} onClose={close} />}
      {dialog?.kind === "remove" && (
        <RemoveDialog factor={dialog.factor} isLast={factors.length === 1} onClose={close} />
      )}
    </Card>
  );
}

function AppsGroup(props: {
  readonly security: SecurityView;
  readonly onOpen: (dialog: FactorDialog) => void;
}) {
  const enrolment = useEnrolment();
  const apps = listedOfKind(props.security, "totp");
  // While there is nothing at all, the way in is the button that enables.
  const canAdd = listedFactors(props.security).length > 0;
  return (
    <>
      <RowsHead title={messages.security.appsTitle} />
      <FactorList factors={apps} empty={messages.security.noApps} onOpen={props.onOpen} />
      {enrolment.error && canAdd && (
        <Banner tone="danger" alert>
          {enrolment.error}
        </Banner>
      )}
      {canAdd && (
        <Actions>
          <Button pending={enrolment.pending} onClick={enrolment.begin}>
            {messages.security.addApp}
          </Button>
        </Actions>
      )}
    </>
  );
}
