import { join } from "node:path";
import {
  createKeyRingFile,
  type KeyRingError,
  LiveKeyRing,
  type ReadKeyRingOptions,
} from "@twinlatch/platform-node";
import type { InstallationSettings } from "./installation-settings.ts";

type Settings = Pick<
  InstallationSettings,
  "credentialsFolder" | "dataFolder" | "mode" | "secretKeysFile"
>;

/** Where the installation's keys are. */
export function keyRingFileOf({ secretKeysFile, dataFolder }: Settings): string {
  // Only development comes to the second: production has no settings without a key file.
  return secretKeysFile ?? join(dataFolder, "keys.json");
}

export function keyRingOptionsOf({ credentialsFolder }: Settings): ReadKeyRingOptions {
  return { credentialsDirectory: credentialsFolder };
}

/**
 * Opens the installation's keys; development makes them when there are none. `onRefused` is told when
 * the file changed and cannot be used: the keys known before stay in use.
 *
 * @throws KeyRingError when they are not safe to use
 */
export async function openKeyRing(
  settings: Settings,
  onRefused?: (error: KeyRingError) => void,
): Promise<LiveKeyRing> {
  const file = keyRingFileOf(settings);
  if (settings.secretKeysFile === undefined) await createKeyRingFile(file);
  return new LiveKeyRing(file, { ...keyRingOptionsOf(settings), onRefused });
}
