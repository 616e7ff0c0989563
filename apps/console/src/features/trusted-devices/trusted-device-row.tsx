import type { TrustedDeviceView } from "@twinlatch/client";
import { Badge, Button, useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { DeviceRow } from "../sessions/device-row.tsx";
import { deviceText } from "../sessions/device-text.ts";

/** One trusted device, as its owner recognises it, with the button that ends the trust. */
export function TrustedDeviceRow({ device }: { readonly device: TrustedDeviceView }) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  const name = deviceText(device);
  function stop() {
    change("revokeTrustedDevice", { params: { id: device.id } }, () =>
      showToast(messages.trustedDevices.stoppedToast(name)),
    );
  }
  return (
    <DeviceRow
      name={
        <>
          {name}
          {device.isCurrent && <Badge tone="success">{messages.sessions.thisDevice}</Badge>}
        </>
      }
      detail={
        <>
          {messages.sessions.place(device.ip)} · {messages.sessions.lastUsed(device.lastUsedAt)} ·{" "}
          {messages.trustedDevices.until(device.expiresAt)}
        </>
      }
      error={error}
      action={
        <Button
          pending={pending}
          onClick={stop}
          aria-label={messages.trustedDevices.stopLabel(name)}
        >
          {messages.trustedDevices.stop}
        </Button>
      }
    />
  );
}
