import type { FactorView, SecurityView } from "@twinlatch/client";
import { Actions, Badge, Banner, Button, Detail, RowsHead, VisuallyHidden } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { codeOnDemand, useCode } from "../../page/code-on-demand.ts";
import { type FactorDialog, FactorList } from "../security/factor-list.tsx";
import { listedOfKind, pendingFactor } from "../security/security-state.ts";

// What is known of telephone numbers is a third of all that the account's pages are made of.
const fetchAddPhone = codeOnDemand(() => import("./add-phone-dialog.tsx"));

export interface PhonesGroupProps {
  readonly security: SecurityView;
  readonly onOpen: (dialog: FactorDialog) => void;
}

/** A phone being added. */
interface Addition {
  /** As a reload found it. */
  readonly interrupted?: FactorView;
}

/**
 * The phones of an account, and the way to another one. Where nobody is texted it is not there; phones
 * from before can still be removed. An addition that a reload interrupted opens again at its code.
 */
export function PhonesGroup({ security, onOpen }: PhonesGroupProps) {
  const [adding, setAdding] = useState(() => interruptedAddition(security));
  const phones = listedOfKind(security, "sms");
  const addPhone = useCode(fetchAddPhone, adding);
  const canAdd = security.textMessages.channels.length > 0;
  if (!canAdd && phones.length === 0) return null;
  return (
    <>
      <RowsHead
        title={messages.sms.phonesTitle}
        aside={<Badge tone="warning">{messages.sms.leastSafe}</Badge>}
        isApart
      >
        <Detail>{messages.sms.risk}</Detail>
      </RowsHead>
      <FactorList factors={phones} empty={messages.sms.noPhones} onOpen={onOpen} />
      {canAdd && (
        <Actions>
          <Button pending={addPhone.isComing} onClick={() => setAdding({ ...adding })}>
            {messages.sms.add}
          </Button>
          <VisuallyHidden role="status">
            {addPhone.isComing && messages.common.loading}
          </VisuallyHidden>
        </Actions>
      )}
      {addPhone.isMissing && (
        <Banner tone="danger" alert>
          {messages.common.partMissing}
        </Banner>
      )}
      {adding && addPhone.code && (
        <addPhone.code.AddPhoneDialog
          security={security}
          interrupted={adding.interrupted}
          onClose={() => setAdding(null)}
        />
      )}
    </>
  );
}

function interruptedAddition(security: SecurityView): Addition | null {
  const interrupted = pendingFactor(security, "sms");
  return interrupted ? { interrupted } : null;
}
