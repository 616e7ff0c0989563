import type { SecurityView } from "@twinlatch/client";
import {
  Actions,
  Banner,
  Button,
  DIALOG_FOCUS,
  Dialog,
  Form,
  SelectField,
  TextField,
} from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import type { Country } from "./number-plans.ts";
import { NumberText } from "./number-text.tsx";
import { chooseCountry, type PhoneEntry, readPhone, typePhone } from "./phone-entry.ts";
import type { PhoneSetUp } from "./phone-set-up.ts";
import { useEnrolPhone } from "./use-enrol-phone.ts";

export interface PhoneNumberProps {
  readonly security: SecurityView;
  readonly countries: readonly Country[];
  /** Kept while the dialog is open, so that nothing has to be typed twice. */
  readonly entry: PhoneEntry;
  readonly onEntryChange: (entry: PhoneEntry) => void;
  readonly onSent: (setUp: PhoneSetUp) => void;
  readonly onCancel: () => void;
}

/** The number to add: shown in full before anything is sent to it. */
export function PhoneNumber(props: PhoneNumberProps) {
  const { countries, entry, onEntryChange, onCancel } = props;
  const { enrol, pending, refusal, failures, forget } = useEnrolPhone(props);
  const read = readPhone(entry, countries);
  const errorOf = (field: "country" | "number") =>
    refusal?.field === field ? refusal.error : null;
  function change(changed: PhoneEntry) {
    forget();
    onEntryChange(changed);
  }
  return (
    <Dialog title={messages.sms.verifyTitle} onClose={pending ? undefined : onCancel}>
      <p>{messages.sms.verifyIntro}</p>
      <Form onSubmit={enrol} pending={pending} failures={failures}>
        <SelectField
          label={messages.sms.country}
          value={entry.country}
          error={errorOf("country")}
          options={countries.map(countryOption)}
          placeholder={messages.sms.chooseCountry}
          onValueChange={(country) => change(chooseCountry(entry, country))}
        />
        <TextField
          label={messages.sms.number}
          type="tel"
          autoComplete="tel"
          value={entry.text}
          error={errorOf("number")}
          onChange={(event) => change(typePhone(entry, event.target.value, countries))}
          {...{ [DIALOG_FOCUS]: true }}
        />
        <p role="status">
          {read.ok && (
            <>
              {messages.sms.willGoTo} <NumberText number={read.number.international} />
            </>
          )}
        </p>
        {refusal?.field === null && (
          <Banner tone="danger" alert>
            {refusal.error}
          </Banner>
        )}
        <Actions>
          <Button type="submit" variant="primary" pending={pending}>
            {messages.sms.sendCode}
          </Button>
          <Button onClick={onCancel} pending={pending}>
            {messages.common.cancel}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

function countryOption({ code, name, callingCode }: Country) {
  return { value: code, label: `${name} (${callingCode})` };
}
