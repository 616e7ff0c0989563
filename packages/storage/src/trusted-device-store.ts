import {
  MAX_TRUSTED_DEVICES,
  type Subject,
  type TrustedDevice,
  type TrustedDeviceStore,
} from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";
import type { TrustedDeviceTable } from "./schema/trusted-device.ts";

type DeviceRow = Readonly<TrustedDeviceTable>;

interface DeviceKey extends Subject {
  readonly deviceId: string;
}

interface Rotation extends DeviceKey {
  readonly fromDigest: string;
  readonly toDigest: string;
  readonly salt: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly nowMillis: number;
}

const listDevices = compileOnce((db, subject: Subject) =>
  db
    .selectFrom("trusted_device")
    .selectAll()
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId)
    .orderBy("trusted_at_millis", "desc")
    .orderBy("id", "desc"),
);

const findDevice = compileOnce((db, key: Subject & { seriesDigest: string }) =>
  db
    .selectFrom("trusted_device")
    .selectAll()
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("series_digest", "=", key.seriesDigest),
);

/** Into its slot, whoever is there: that is what keeps them few. */
const putDevice = compileOnce((db, row: DeviceRow) =>
  db
    .insertInto("trusted_device")
    .values({
      project_id: row.project_id,
      subject_id: row.subject_id,
      slot: row.slot,
      id: row.id,
      series_digest: row.series_digest,
      secret_digest: row.secret_digest,
      predecessor_digest: row.predecessor_digest,
      predecessor_salt: row.predecessor_salt,
      trusted_at_millis: row.trusted_at_millis,
      used_at_millis: row.used_at_millis,
      ip: row.ip,
      user_agent: row.user_agent,
    })
    .onConflict((conflict) =>
      conflict.columns(["project_id", "subject_id", "slot"]).doUpdateSet((eb) => ({
        id: eb.ref("excluded.id"),
        series_digest: eb.ref("excluded.series_digest"),
        secret_digest: eb.ref("excluded.secret_digest"),
        predecessor_digest: eb.ref("excluded.predecessor_digest"),
        predecessor_salt: eb.ref("excluded.predecessor_salt"),
        trusted_at_millis: eb.ref("excluded.trusted_at_millis"),
        used_at_millis: eb.ref("excluded.used_at_millis"),
        ip: eb.ref("excluded.ip"),
        user_agent: eb.ref("excluded.user_agent"),
      })),
    ),
);

const rotateDevice = compileOnce((db, to: Rotation) =>
  db
    .updateTable("trusted_device")
    .set({
      secret_digest: to.toDigest,
      predecessor_digest: to.fromDigest,
      predecessor_salt: to.salt,
      used_at_millis: to.nowMillis,
      ip: to.ip,
      user_agent: to.userAgent,
    })
    .where("project_id", "=", to.projectId)
    .where("subject_id", "=", to.subjectId)
    .where("id", "=", to.deviceId)
    .where("secret_digest", "=", to.fromDigest),
);

const removeDevice = compileOnce((db, key: DeviceKey) =>
  db
    .deleteFrom("trusted_device")
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.deviceId),
);

const removeDevices = compileOnce((db, subject: Subject) =>
  db
    .deleteFrom("trusted_device")
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId),
);

const purgeDevices = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .deleteFrom("trusted_device")
    .where("trusted_at_millis", "<", by.beforeMillis)
    .where(
      (eb) => eb.refTuple("project_id", "subject_id", "slot"),
      "in",
      (eb) =>
        eb
          .selectFrom("trusted_device")
          .select(["project_id", "subject_id", "slot"])
          .where("trusted_at_millis", "<", by.beforeMillis)
          .limit(PURGE_ROWS)
          .$asTuple("project_id", "subject_id", "slot"),
    ),
);

/** Trusted devices in the table `trusted_device`. */
export function trustedDeviceStore(executor: Executor): TrustedDeviceStore {
  return {
    async insert(device) {
      const slot = chooseSlot(await listDevices.all(executor, device));
      await putDevice.change(executor, toRow(device, slot));
    },
    async find(subject, seriesDigest) {
      const row = await findDevice.first(executor, { ...subject, seriesDigest });
      return row && toDevice(row);
    },
    async list(subject) {
      return (await listDevices.all(executor, subject)).map(toDevice);
    },
    async rotate(subject, deviceId, use) {
      return (await rotateDevice.change(executor, { ...subject, deviceId, ...use })) === 1;
    },
    async remove(subject, deviceId) {
      return (await removeDevice.change(executor, { ...subject, deviceId })) === 1;
    },
    forget: (subject) => removeDevices.change(executor, subject),
    purge: (beforeMillis) => purgeDevices.change(executor, { beforeMillis }),
  };
}

/** A free one, or that of the device trusted longest ago. */
function chooseSlot(newestFirst: readonly DeviceRow[]): number {
  const taken = new Set(newestFirst.map(({ slot }) => slot));
  for (let slot = 0; slot < MAX_TRUSTED_DEVICES; slot += 1) {
    if (!taken.has(slot)) return slot;
  }
  return newestFirst.at(-1)?.slot ?? 0;
}

function toRow(device: TrustedDevice, slot: number): DeviceRow {
  return {
    project_id: device.projectId,
    subject_id: device.subjectId,
    slot,
    id: device.id,
    series_digest: device.seriesDigest,
    secret_digest: device.secretDigest,
    predecessor_digest: device.predecessor?.secretDigest ?? null,
    predecessor_salt: device.predecessor?.salt ?? null,
    trusted_at_millis: device.trustedAtMillis,
    used_at_millis: device.usedAtMillis,
    ip: device.ip,
    user_agent: device.userAgent,
  };
}

function toDevice(row: DeviceRow): TrustedDevice {
  const { predecessor_digest: secretDigest, predecessor_salt: salt } = row;
  return {
    projectId: row.project_id,
    subjectId: row.subject_id,
    id: row.id,
    seriesDigest: row.series_digest,
    secretDigest: row.secret_digest,
    predecessor: secretDigest === null || salt === null ? undefined : { secretDigest, salt },
    trustedAtMillis: row.trusted_at_millis,
    usedAtMillis: row.used_at_millis,
    ip: row.ip,
    userAgent: row.user_agent,
  };
}
