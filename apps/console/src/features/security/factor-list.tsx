import type { FactorView } from "@twinlatch/client";
import { Rows } from "@twinlatch/ui";
import { FactorRow } from "./factor-row.tsx";
import styles from "./security.module.css";

/** A dialog about one factor. */
export interface FactorDialog {
  readonly kind: "rename" | "suspend" | "replace" | "remove";
  readonly factor: FactorView;
}

export interface FactorListProps {
  readonly factors: readonly FactorView[];
  /** Said where there is none. */
  readonly empty: string;
  readonly onOpen: (dialog: FactorDialog) => void;
}

/** The authenticator apps or the phones of an account. */
export function FactorList({ factors, empty, onOpen }: FactorListProps) {
  if (factors.length === 0) return <p className={styles.empty}>{empty}</p>;
  return (
    <Rows>
      {factors.map((factor) => (
        <FactorRow
          key={factor.id}
          factor={factor}
          onRename={() => onOpen({ kind: "rename", factor })}
          onSuspend={() => onOpen({ kind: "suspend", factor })}
          onReplace={() => onOpen({ kind: "replace", factor })}
          onRemove={() => onOpen({ kind: "remove", factor })}
        />
      ))}
    </Rows>
  );
}
