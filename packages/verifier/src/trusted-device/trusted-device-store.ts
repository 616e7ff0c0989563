import type { Subject } from "../platform/subject.ts";
import type { TrustedDevice } from "./trusted-device.ts";

/** The trusted devices of all subjects. One of another subject is as absent as an unknown one. */
export interface TrustedDeviceStore {
  /**
   * Adds a device. Where the subject has ten, it takes the place of the one trusted longest ago: however
   * many come together, there are never more.
   */
  insert(device: TrustedDevice): Promise<void>;
  /** Of any age; undefined when the subject has none of this series. */
  find(subject: Subject, seriesDigest: string): Promise<TrustedDevice | undefined>;
  /** All of the subject's, those whose time is over too, the one trusted last first. */
  list(subject: Subject): Promise<readonly TrustedDevice[]>;
  /**
   * Replaces a device's secret and where it was used, by one conditional write. False when the device is
   * gone, or its secret is not `fromDigest` any more.
   */
  rotate(
    subject: Subject,
    deviceId: string,
    use: {
      fromDigest: string;
      toDigest: string;
      salt: string;
      ip: string;
      userAgent: string;
      nowMillis: number;
    },
  ): Promise<boolean>;
  /** Ends the trust in one device. False when there is none of that id. */
  remove(subject: Subject, deviceId: string): Promise<boolean>;
  /** Ends the trust in all of the subject's; returns how many. */
  forget(subject: Subject): Promise<number>;
  /** Deletes what was trusted before; returns how many. */
  purge(trustedBeforeMillis: number): Promise<number>;
}
