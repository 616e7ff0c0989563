import { Actions, Banner, Button, Checkbox, CopyButton, Dialog } from "@twinlatch/ui";
import { useState } from "react";
import { createPortal } from "react-dom";
import { messages } from "../../messages/messages.ts";
import { PRODUCT_NAME } from "../../product.ts";
import { useSession } from "../../session/session-context.ts";
import { useChange } from "../../session/use-change.ts";
import styles from "./recovery-codes.module.css";
import {
  type RecoveryCodesSheet,
  sheetFileName,
  sheetLines,
  sheetText,
} from "./recovery-codes-sheet.ts";

export interface RecoveryCodesDialogProps {
  readonly codes: readonly string[];
  readonly eyebrow?: string;
  readonly onDone: () => void;
}

/**
 * Shows a new set of recovery codes, this once. It can be left only by saying that they were saved:
 * neither Escape nor a click outside closes it.
 */
export function RecoveryCodesDialog({ codes, eyebrow, onDone }: RecoveryCodesDialogProps) {
  const { session } = useSession();
  const { change, pending, error } = useChange();
  const [isSaved, setIsSaved] = useState(false);
  const [madeAtMillis] = useState(() => Date.now());
  const sheet: RecoveryCodesSheet = {
    product: PRODUCT_NAME,
    host: location.host,
    account: session.account.email,
    madeAtMillis,
    codes,
  };
  return (
    <Dialog title={messages.recoveryCodes.title} eyebrow={eyebrow}>
      <p>{messages.recoveryCodes.text}</p>
      <ol className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Actions>
        <CopyButton
          text={codes.join("\n")}
          label={messages.recoveryCodes.copy}
          copiedLabel={messages.common.copied}
          failedLabel={messages.common.copyFailed}
        />
        <Button onClick={() => downloadText(sheetFileName(sheet), sheetText(sheet))}>
          {messages.recoveryCodes.download}
        </Button>
        <Button onClick={() => print()}>{messages.recoveryCodes.print}</Button>
      </Actions>
      <Checkbox
        label={messages.recoveryCodes.saved}
        checked={isSaved}
        onCheckedChange={setIsSaved}
      />
      {error && (
        <Banner tone="danger" alert>
          {error}
        </Banner>
      )}
      <Actions>
        <Button
          variant="primary"
          disabled={!isSaved}
          pending={pending}
          onClick={() => change("acknowledgeRecoveryCodes", {}, onDone)}
        >
          {messages.common.done}
        </Button>
        {!isSaved && <span className={styles.why}>{messages.recoveryCodes.whyOff}</span>}
      </Actions>
      {createPortal(<PrintedSheet sheet={sheet} />, document.body)}
    </Dialog>
  );
}

/** What paper gets instead of the page. */
function PrintedSheet({ sheet }: { readonly sheet: RecoveryCodesSheet }) {
  const { title, about, rules } = sheetLines(sheet);
  return (
    <div className={styles.sheet} aria-hidden="true">
      <p className={styles.sheetTitle}>{title}</p>
      {about.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <ul>
        {sheet.codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      {rules.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function downloadText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has its own hold on it once the download began.
  setTimeout(() => URL.revokeObjectURL(url));
}
