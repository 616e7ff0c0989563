import { encodeBase32 } from "@twinlatch/otp";
import { newToken } from "../platform/ids.ts";
import type { Subject } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";

/** Tokens of one request that are looked at: a browser can hold one for each account used in it. */
export const MAX_DEVICE_TOKENS = 5;

const PREFIX = "twl_device";
const TAG_LENGTH = 12;
const SERIES_BYTES = 16;
const SHAPE = /^twl_device_(?<tag>[\w-]{12})_(?<series>[a-z2-7]{26})_(?<secret>[\w-]{43})$/;
const PURPOSE = "trusted-device";

/** The parts of the secret that a trusted device holds: `twl_device_{tag}_{series}_{secret}`. */
export interface TrustedDeviceToken {
  /** Tells whose it is to the installation that gave it, and to nobody else. */
  readonly tag: string;
  /** 128 random bits that stay. */
  readonly series: string;
  /** 256 random bits that each use replaces. */
  readonly secret: string;
}

/** Undefined for what has not the shape of such a token. */
export function parseDeviceToken(token: string): TrustedDeviceToken | undefined {
  const { tag, series, secret } = SHAPE.exec(token)?.groups ?? {};
  return tag && series && secret ? { tag, series, secret } : undefined;
}

export function formatDeviceToken({ tag, series, secret }: TrustedDeviceToken): string {
  return `${PREFIX}_${tag}_${series}_${secret}`;
}

/** A token for a device of the subject that was not trusted before. */
export function newDeviceToken(
  { random, tokenHash }: Pick<VerifierDeps, "random" | "tokenHash">,
  subject: Subject,
): TrustedDeviceToken {
  return {
    tag: deviceTag({ tokenHash }, subject),
    series: encodeBase32(random.bytes(SERIES_BYTES)).toLowerCase(),
    secret: tokenHash.digest(newToken(random, PREFIX)),
  };
}

/**
 * The secret that follows another. Whoever asks twice within the grace gets the same one, although only
 * its digest is stored: it takes the secret before it, the salt of the row, and the installation's key.
 */
export function succeedSecret(
  { tokenHash }: Pick<VerifierDeps, "tokenHash">,
  { secret, salt }: { readonly secret: string; readonly salt: string },
): string {
  return tokenHash.keyed(PURPOSE, `${salt} ${secret}`);
}

/** What the subject's tokens are marked with, so that those of others in the browser are left alone. */
export function deviceTag(
  { tokenHash }: Pick<VerifierDeps, "tokenHash">,
  { projectId, subjectId }: Subject,
): string {
  return tokenHash.keyed(`${PURPOSE}-tag`, `${projectId} ${subjectId}`).slice(0, TAG_LENGTH);
}

/** The first of the tokens that is marked as the subject's; those past the fifth are not looked at. */
export function pickDeviceToken(
  tokens: readonly string[] | undefined,
  tag: string,
): TrustedDeviceToken | undefined {
  return (tokens ?? [])
    .slice(0, MAX_DEVICE_TOKENS)
    .map(parseDeviceToken)
    .find((token) => token?.tag === tag);
}

/** What a browser holds from now on: the token given, if one is, and those of other subjects. */
export function replaceDeviceToken(
  held: readonly string[] | undefined,
  tag: string,
  token?: TrustedDeviceToken,
): readonly string[] {
  const others = (held ?? []).filter((each) => parseDeviceToken(each)?.tag !== tag);
  return token === undefined ? others : [formatDeviceToken(token), ...others];
}
