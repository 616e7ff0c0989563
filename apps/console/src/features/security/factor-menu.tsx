import type { FactorView } from "@twinlatch/client";
import { Menu, type MenuItem, MoreIcon } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";

/** What can be done to an authenticator app or a phone. */
export interface FactorActions {
  readonly onRename: () => void;
  readonly onMakeDefault: () => void;
  readonly onSuspend: () => void;
  readonly onResume: () => void;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
}

/** The menu of one authenticator app or phone: what fits the state it is in. */
export function FactorMenu(props: {
  readonly factor: FactorView;
  readonly actions: FactorActions;
}) {
  const { factor, actions } = props;
  const { security } = messages;
  const items: Readonly<Record<FactorView["status"], readonly (MenuItem | false)[]>> = {
    pending: [],
    active: [
      { label: security.rename, onSelect: actions.onRename },
      !factor.isDefault && { label: security.makeDefault, onSelect: actions.onMakeDefault },
      { label: security.suspend, onSelect: actions.onSuspend },
      factor.kind === "totp" && {
        label: messages.replacement.choose,
        onSelect: actions.onReplace,
      },
    ],
    suspended: [{ label: security.resume, onSelect: actions.onResume }],
    disabled: [],
    awaiting_approval: [],
  };
  return (
    <Menu
      label={security.more(factor.label)}
      trigger={<MoreIcon />}
      items={[
        ...items[factor.status].filter((item) => item !== false),
        { label: security.remove, onSelect: actions.onRemove, danger: true },
      ]}
    />
  );
}
