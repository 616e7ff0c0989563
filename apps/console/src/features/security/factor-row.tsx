import type { FactorView } from "@twinlatch/client";
import { Badge, Detail, MessageIcon, PhoneIcon, Row, useToast } from "@twinlatch/ui";
import type { ReactNode } from "react";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { FactorMenu } from "./factor-menu.tsx";

export interface FactorRowProps {
  readonly factor: FactorView;
  readonly onRename: () => void;
  readonly onSuspend: () => void;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
}

const ICONS: Readonly<Record<FactorView["kind"], () => ReactNode>> = {
  totp: PhoneIcon,
  sms: MessageIcon,
};

/** One authenticator app or phone, with what can be done to it. */
export function FactorRow({ factor, ...dialogs }: FactorRowProps) {
  const { change, error } = useChange();
  const showToast = useToast();
  const { label, lastUsedAt } = factor;
  const params = { id: factor.id };
  function makeDefault() {
    change("changeFactor", { params, body: { isDefault: true } }, () =>
      showToast(messages.security.defaultToast(label)),
    );
  }
  function resume() {
    change("resumeFactor", { params }, () => showToast(messages.security.resumedToast(label)));
  }
  const Icon = ICONS[factor.kind];
  const isDisabled = factor.status === "disabled";
  const used = lastUsedAt ? messages.security.lastUsed(lastUsedAt) : messages.security.neverUsed;
  return (
    <Row
      icon={<Icon />}
      name={
        <>
          {label} {factor.isDefault && <Badge tone="neutral">{messages.security.isDefault}</Badge>}
          {factor.status === "suspended" && (
            <Badge tone="warning">{messages.security.isSuspended}</Badge>
          )}
          {isDisabled && <Badge tone="danger">{messages.security.isDisabled}</Badge>}
        </>
      }
      error={error}
      actions={
        <FactorMenu
          factor={factor}
          actions={{ ...dialogs, onMakeDefault: makeDefault, onResume: resume }}
        />
      }
    >
      {isDisabled && <Detail>{messages.security.disabledText}</Detail>}
      {factor.hint && <Detail>{messages.sms.ending(factor.hint)}</Detail>}
      <Detail>
        {messages.security.added(factor.createdAt)} · {used}
      </Detail>
    </Row>
  );
}
