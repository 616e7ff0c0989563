import type { SecurityView } from "@twinlatch/client";
import { Actions, Button, KeyIcon, Row, Rows, RowsHead, useToast } from "@twinlatch/ui";
import { useRef, useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { RECOVERY_CODES_PER_SET } from "../security/security-state.ts";
import { NewRecoveryCodes } from "./new-recovery-codes.tsx";

export interface RecoveryCodesRowProps {
  readonly codes: SecurityView["recoveryCodes"];
}

/** How many recovery codes are left, and the way to new ones. */
export function RecoveryCodesRow({ codes }: RecoveryCodesRowProps) {
  const [isMaking, setIsMaking] = useState(false);
  const { change, pending, error } = useChange();
  const showToast = useToast();
  const makeNew = useRef<HTMLButtonElement>(null);
  function acknowledge() {
    // The button goes away with what it said; whoever pressed it stays in the row.
    makeNew.current?.focus();
    showToast(messages.recoveryCodes.savedToast);
  }
  return (
    <>
      <RowsHead title={messages.security.codesTitle} isApart />
      <Rows>
        <Row
          icon={<KeyIcon />}
          name={
            codes
              ? messages.security.codesState(
                  codes.remaining,
                  RECOVERY_CODES_PER_SET,
                  codes.createdAt,
                )
              : messages.security.codesNone
          }
          error={error}
        />
      </Rows>
      <Actions>
        {codes?.acknowledgedAt === null && (
          <Button
            pending={pending}
            onClick={() => change("acknowledgeRecoveryCodes", {}, acknowledge)}
          >
            {messages.recoveryCodes.saved}
          </Button>
        )}
        <Button ref={makeNew} onClick={() => setIsMaking(true)}>
          {messages.security.makeNewCodes}
        </Button>
      </Actions>
      {isMaking && <NewRecoveryCodes onClose={() => setIsMaking(false)} />}
    </>
  );
}
