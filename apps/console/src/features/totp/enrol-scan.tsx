import {
  Actions,
  Button,
  buttonClass,
  CopyButton,
  Detail,
  Dialog,
  Disclosure,
  Form,
  TextField,
} from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useSession } from "../../session/session-context.ts";
import { labelError } from "./factor-label.ts";
import { QrCode } from "./qr-code.tsx";
import styles from "./totp.module.css";

export interface EnrolScanProps {
  readonly enrolmentKey: { readonly secret: string; readonly uri: string };
  readonly eyebrow: string;
  readonly label: string;
  readonly onLabelChange: (label: string) => void;
  readonly onContinue: () => void;
  readonly onCancel: () => void;
}

/** Step 1: the key goes into the app, by camera, by link or by hand. */
export function EnrolScan(props: EnrolScanProps) {
  const { enrolmentKey, eyebrow, label, onLabelChange, onContinue, onCancel } = props;
  const [failures, setFailures] = useState(0);
  const wrong = labelError(label);
  function submit() {
    if (wrong === null) onContinue();
    else setFailures(failures + 1);
  }
  return (
    <Dialog title={messages.totp.scanTitle} eyebrow={eyebrow} onClose={onCancel}>
      <p>{messages.totp.scanText}</p>
      <a className={`${styles.openApp} ${buttonClass("secondary", true)}`} href={enrolmentKey.uri}>
        {messages.totp.openApp}
      </a>
      <QrCode text={enrolmentKey.uri} label={messages.totp.qrAlt} />
      <SetUpKey secret={enrolmentKey.secret} />
      <Form onSubmit={submit} failures={failures}>
        <TextField
          label={messages.totp.nameLabel}
          value={label}
          error={failures > 0 ? wrong : null}
          autoComplete="off"
          onChange={(event) => onLabelChange(event.target.value)}
        />
        <Actions>
          <Button type="submit" variant="primary">
            {messages.common.continue}
          </Button>
          <Button onClick={onCancel}>{messages.common.cancel}</Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

/** The key as text, for apps without a camera. */
function SetUpKey({ secret }: { readonly secret: string }) {
  const { session } = useSession();
  return (
    <Disclosure label={messages.totp.cannotScan}>
      <p className={styles.keyLabel}>{messages.totp.setUpKey}</p>
      <code className={styles.key}>{secret.replace(/.{4}(?=.)/g, "$& ")}</code>
      <Detail>{messages.totp.keyDetails(session.account.email)}</Detail>
      <CopyButton
        text={secret}
        label={messages.totp.copyKey}
        copiedLabel={messages.common.copied}
        failedLabel={messages.common.copyFailed}
      />
    </Disclosure>
  );
}
