import { useQuery } from "@tanstack/react-query";
import type { TrustedDeviceView } from "@twinlatch/client";
import { Actions, Banner, Button, Card, Detail, Rows, useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { Loaded } from "../../session/loaded.tsx";
import { useSession } from "../../session/session-context.ts";
import { useChange } from "../../session/use-change.ts";
import { TrustedDeviceRow } from "./trusted-device-row.tsx";
import styles from "./trusted-devices.module.css";
import { trustedDevicesQuery } from "./trusted-devices-query.ts";

/** Where the line about a trusted sign-in leads. */
export const TRUSTED_DEVICES_ID = "trusted-devices";

/** The devices that are not asked for a second step; only where the owner chose to have such. */
export function TrustedDevicesCard() {
  const { client } = useSession();
  const devices = useQuery(trustedDevicesQuery(client));
  return (
    <div id={TRUSTED_DEVICES_ID} tabIndex={-1} className={styles.anchor}>
      <Card title={messages.trustedDevices.title}>
        <Loaded query={devices}>{(data) => <TrustedDevices devices={data} />}</Loaded>
      </Card>
    </div>
  );
}

function TrustedDevices({ devices }: { readonly devices: readonly TrustedDeviceView[] }) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  function stopAll() {
    change("revokeAllTrustedDevices", {}, () => showToast(messages.trustedDevices.allStoppedToast));
  }
  if (devices.length === 0) return <Detail>{messages.trustedDevices.empty}</Detail>;
  return (
    <>
      <p>{messages.trustedDevices.intro}</p>
      <Rows>
        {devices.map((device) => (
          <TrustedDeviceRow key={device.id} device={device} />
        ))}
      </Rows>
      {error && (
        <Banner tone="danger" alert>
          {error}
        </Banner>
      )}
      <Actions>
        <Button pending={pending} onClick={stopAll}>
          {messages.trustedDevices.stopAll}
        </Button>
      </Actions>
    </>
  );
}
