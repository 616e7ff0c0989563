import { Checkbox } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";

export interface TrustDeviceBoxProps {
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
}

/** Beside the code of a sign-in: whether to ask for none here from now on. */
export function TrustDeviceBox(props: TrustDeviceBoxProps) {
  return (
    <Checkbox
      label={messages.trustedDevices.box}
      hint={messages.trustedDevices.boxHint}
      {...props}
    />
  );
}
