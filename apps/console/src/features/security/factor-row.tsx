import type { FactorView } from "@twinlatch/client";
import { Badge, Banner, Menu, MoreIcon, PhoneIcon, useToast } from "@twinlatch/ui";
import { messages } from "../../messages/en.ts";
import { useChange } from "../../session/use-change.ts";
import styles from "./security.module.css";

export interface FactorRowProps {
  readonly factor: FactorView;
  readonly onRename: () => void;
  readonly onRemove: () => void;
}

/** One authenticator app, with what can be done to it. */
export function FactorRow({ factor, onRename, onRemove }: FactorRowProps) {
  const { change, error } = useChange();
  const showToast = useToast();
  const { label, lastUsedAt } = factor;
  function makeDefault() {
    change("changeFactor", { params: { id: factor.id }, body: { isDefault: true } }, () =>
      showToast(messages.security.defaultToast(label)),
    );
  }
  const used = lastUsedAt ? messages.security.lastUsed(lastUsedAt) : messages.security.neverUsed;
  return (
    <li className={styles.row}>
      <span className={styles.icon}>
        <PhoneIcon />
      </span>
      <div className={styles.rowText}>
        <p className={styles.name}>
          {label} {factor.isDefault && <Badge tone="neutral">{messages.security.isDefault}</Badge>}
        </p>
        <p className={styles.detail}>
          {messages.security.added(factor.createdAt)} · {used}
        </p>
        {error && (
          <Banner tone="danger" alert>
            {error}
          </Banner>
        )}
      </div>
      <Menu
        label={messages.security.more(label)}
        trigger={<MoreIcon />}
        items={[
          { label: messages.security.rename, onSelect: onRename },
          ...(factor.isDefault
            ? []
            : [{ label: messages.security.makeDefault, onSelect: makeDefault }]),
          { label: messages.security.remove, onSelect: onRemove, danger: true },
        ]}
      />
    </li>
  );
}
