import type { TrustedDeviceView } from "@twinlatch/client";
import { Badge, Button, Detail, Row, ScreenIcon, useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
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
    <Row
      icon={<ScreenIcon />}
      name={
        <>
          {name}
          {device.isCurrent && <Badge tone="success">{messages.sessions.thisDevice}</Badge>}
        </>
      }
      error={error}
      actions={
        <Button
          pending={pending}
          onClick={stop}
          aria-label={messages.trustedDevices.stopLabel(name)}
        >
          {messages.trustedDevices.stop}
        </Button>
      }
    >
      <Detail>
        {messages.sessions.place(device.ip)} · {messages.sessions.lastUsed(device.lastUsedAt)} ·{" "}
        {messages.trustedDevices.until(device.expiresAt)}
      </Detail>
    </Row>
  );
}
