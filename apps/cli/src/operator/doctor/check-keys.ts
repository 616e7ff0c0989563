import {
  keyRingFileOf,
  keyRingOptionsOf,
  openInstallationStorage,
  refuseKeys,
} from "@twinlatch/installation";
import { AesGcmSecretBox, KeyRingError, LiveKeyRing, NodeRandom } from "@twinlatch/platform-node";
import { compareKeys, countOtherThan, StorageUnavailableError } from "@twinlatch/verifier";
import { describeCount } from "../../frame/describe-count.ts";
import { refuseMissingDatabase } from "../open-installation.ts";
import { type Check, type Finding, good, type Patient, wrong } from "./check.ts";

/** The file is there, is for its owner alone, and holds random keys. */
export const keyFileCheck: Check = {
  name: "key file",
  run: async (patient) =>
    explain(async () => {
      const { ids, currentId } = openRing(patient).known;
      return good(`${describeCount(ids.length, "key")}, of which "${currentId}" is current.`);
    }),
};

/** The database answers and has the schema of this version. */
export const databaseCheck: Check = {
  name: "database",
  run: async ({ settings }) =>
    explain(async () => {
      refuseMissingDatabase(settings);
      const storage = openInstallationStorage(settings);
      try {
        if (await storage.isReady()) return good("It answers and is up to date.");
        return wrong(
          "It does not answer, or not with this version's schema: run twinlatch migrate.",
        );
      } finally {
        await storage.close();
      }
    }),
};

/** The ring opens what the database holds, and no rotation was left half done. */
export const sealCheck: Check = {
  name: "keys of the database",
  run: async (patient) =>
    explain(async () => {
      const { settings } = patient;
      refuseMissingDatabase(settings);
      const sealingKeys = new AesGcmSecretBox(openRing(patient), new NodeRandom());
      const storage = openInstallationStorage(settings);
      try {
        const { unitOfWork } = storage;
        const known = await unitOfWork.read((stores) => stores.sealingKeys.list());
        refuseKeys(compareKeys(sealingKeys, known));
        const { currentId } = sealingKeys.readRing();
        const count = await countOtherThan({ sealingKeys, unitOfWork }, currentId);
        return count === 0
          ? good(`Everything is sealed under "${currentId}".`)
          : wrong(
              `${describeCount(count, "record is", "records are")} sealed under an older key: run twinlatch keys rotate.`,
            );
      } finally {
        await storage.close();
      }
    }),
};

function openRing({ settings }: Patient): LiveKeyRing {
  return new LiveKeyRing(keyRingFileOf(settings), keyRingOptionsOf(settings));
}

async function explain(work: () => Promise<Finding>): Promise<Finding> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeyRingError || error instanceof StorageUnavailableError) {
      return wrong(error.message);
    }
    throw error;
  }
}
