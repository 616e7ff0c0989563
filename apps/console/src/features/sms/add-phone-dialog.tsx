import { useQueryClient } from "@tanstack/react-query";
import type { FactorView, SecurityView } from "@twinlatch/client";
import { useToast } from "@twinlatch/ui";
import { useState } from "react";
import { flushSync } from "react-dom";
import { language, messages } from "../../messages/messages.ts";
import { useSession } from "../../session/session-context.ts";
import { RecoveryCodesDialog } from "../recovery-codes/recovery-codes-dialog.tsx";
import { SIGN_IN_SETTINGS } from "../security/settings-card.tsx";
import { ChooseSetting } from "./choose-setting.tsx";
import { listCountries } from "./number-plans.ts";
import { PhoneCode } from "./phone-code.tsx";
import { beginPhone } from "./phone-entry.ts";
import { PhoneNumber } from "./phone-number.tsx";
import { type PhoneSetUp, resumedSetUp } from "./phone-set-up.ts";

export interface AddPhoneDialogProps {
  /** As it stands. It changes below the dialog once the phone is in use. */
  readonly security: SecurityView;
  /** An addition that a reload interrupted. */
  readonly interrupted: FactorView | undefined;
  readonly onClose: () => void;
}

type Step = "number" | "code" | "codes" | "choose";

/** **Verify phone number**: the number, the code sent to it, and with the first factor the recovery codes. */
export function AddPhoneDialog({ security, interrupted, onClose }: AddPhoneDialogProps) {
  const { channels, countries: allowed } = security.textMessages;
  const [countries] = useState(() => listCountries(allowed, language));
  const [entry, setEntry] = useState(() => beginPhone(countries, navigator.languages));
  const [setUp, setSetUp] = useState(() => interrupted && resumedSetUp(interrupted));
  const [step, setStep] = useState<Step>(setUp ? "code" : "number");
  const [codes, setCodes] = useState<readonly string[]>([]);
  const abandon = useAbandon(onClose);
  const showToast = useToast();
  const isOff = security.signInSetting === "off";

  function leave() {
    showToast(messages.totp.addedToast(setUp?.factor.label ?? ""));
    onClose();
  }
  const goOn = () => (isOff ? setStep("choose") : leave());

  if (step === "codes") return <RecoveryCodesDialog codes={codes} onDone={goOn} />;
  if (step === "choose")
    return <ChooseSetting onChoose={() => openSettings(onClose)} onLater={onClose} />;
  if (step === "code" && setUp) {
    return (
      <PhoneCode
        key={setUp.factor.id}
        setUp={setUp}
        channels={channels}
        onChangeNumber={() => setStep("number")}
        onConfirmed={(recoveryCodes) => {
          if (recoveryCodes === undefined) return goOn();
          setCodes(recoveryCodes);
          setStep("codes");
        }}
        onCancel={() => abandon(setUp)}
      />
    );
  }
  return (
    <PhoneNumber
      security={security}
      countries={countries}
      entry={entry}
      onEntryChange={setEntry}
      onSent={(sent) => {
        setSetUp(sent);
        setStep("code");
      }}
      onCancel={() => abandon(setUp)}
    />
  );
}

/** Gives an addition up, where one was begun. */
function useAbandon(onClose: () => void) {
  const { client } = useSession();
  const queryClient = useQueryClient();
  return (setUp: PhoneSetUp | undefined) => {
    onClose();
    if (setUp === undefined) return;
    // Where this fails, it dies by itself in ten minutes.
    void client
      .call("removeFactor", { params: { id: setUp.factor.id } })
      .then(() => queryClient.invalidateQueries());
  };
}

/** Leads to the settings, and the focus with it. */
function openSettings(onClose: () => void) {
  // The dialog gives the focus back as it goes.
  flushSync(onClose);
  document.getElementById(SIGN_IN_SETTINGS)?.focus();
}
