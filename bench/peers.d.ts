// What the benchmarks use of their peers. Declared here, so that checking the types does not need
// the peers installed; what is declared wrongly fails in `checkContender`.

declare module "otplib" {
  interface Otp {
    secret: Uint8Array;
    /** Seconds. */
    epoch: number;
  }
  export function generateSync(options: Otp): string;
  export function verifySync(options: Otp & { token: string; epochTolerance: number }): {
    valid: boolean;
  };
}

declare module "otpauth" {
  interface Key {
    readonly buffer: ArrayBufferLike;
  }
  export const Secret: new (options: Key) => Key;
  export const TOTP: {
    generate(options: { secret: Key; timestamp: number }): string;
    validate(options: {
      secret: Key;
      timestamp: number;
      token: string;
      window: number;
    }): number | null;
  };
}

declare module "@oslojs/otp" {
  export function generateTOTP(key: Uint8Array, intervalInSeconds: number, digits: number): string;
  /** Key, interval in seconds, digits, code, grace period in seconds. */
  export function verifyTOTPWithGracePeriod(
    ...parameters: [Uint8Array, number, number, string, number]
  ): boolean;
}

declare module "speakeasy" {
  interface Otp {
    secret: string;
    encoding: "hex";
    /** Seconds. */
    time: number;
  }
  const speakeasy: {
    totp: ((options: Otp) => string) & {
      verify(options: Otp & { token: string; window: number }): boolean;
    };
  };
  export default speakeasy;
}

declare module "better-auth" {
  interface Auth {
    handler(request: Request): Promise<Response>;
    readonly options: object;
    readonly $context: Promise<{ readonly runMigrations: () => Promise<void> }>;
  }
  export function betterAuth(options: object): Auth;
}

declare module "better-auth/plugins" {
  export function twoFactor(options?: {
    accountLockout?: { enabled?: boolean; maxFailedAttempts?: number; durationSeconds?: number };
  }): object;
}

declare module "better-auth/node" {
  import type { RequestListener } from "node:http";
  export function toNodeHandler(auth: {
    handler(request: Request): Promise<Response>;
  }): RequestListener;
}

declare module "better-auth/crypto" {
  export function hashPassword(password: string): Promise<string>;
  export function verifyPassword(options: { hash: string; password: string }): Promise<boolean>;
}
