import { readFileSync } from "node:fs";
import { isIP } from "node:net";

/** Longest file that a setting may name: each holds one short secret. */
const MAX_SECRET_FILE_BYTES = 4_096;
const MAX_PORT = 65_535;

/** Reads settings by name and collects what is wrong with them, so that all of it is said at once. */
export interface SettingReader {
  /** What is wrong, one sentence each. The value of a secret setting is never part of it. */
  readonly problems: readonly string[];
  /** Records that something about `name` is wrong. */
  refuse(name: string, reason: string): void;
  /** The text of a setting without blanks around it; undefined when absent or empty. */
  text(name: string): string | undefined;
  /** One of a closed list; the default when absent, or when refused. */
  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice;
  /** 1 to 65535. */
  port(name: string, fallback: number): number;
  /** A whole number of days within the bounds, both included; the default when absent or refused. */
  days(name: string, fallback: number, bounds: { min: number; max: number }): number;
  /** The same in seconds. */
  seconds(name: string, fallback: number, bounds: { min: number; max: number }): number;
  /** Scheme, host and port of a URL that has nothing else; the default when absent or refused. */
  origin(name: string, fallback: string | undefined): string | undefined;
  /** Each entry an address, or an address and a prefix length: `10.0.0.0/8`. */
  addressRanges(name: string): readonly AddressRange[];
  /** Names with this prefix that are set and that nobody has asked for. */
  unknown(prefix: string): readonly string[];
  /** The content of the file that the setting names, without blanks around it. */
  secretFile(name: string): string | undefined;
}

/** A block of addresses: those that share the first `prefixBits` bits. */
export interface AddressRange {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefixBits: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Makes a reader of `env`. */
export function createSettingReader(env: Environment): SettingReader {
  const problems: string[] = [];
  const refuse = (name: string, reason: string): void => {
    problems.push(`${name} ${reason}`);
  };
  const asked = new Set<string>();
  const text = (name: string): string | undefined => {
    asked.add(name);
    return env[name]?.trim() || undefined;
  };
  const wholeNumber = wholeNumberReader(text, refuse);
  return {
    problems,
    refuse,
    text,
    choice(name, choices, fallback) {
      const value = text(name);
      if (value === undefined) return fallback;
      const choice = choices.find((candidate) => candidate === value);
      if (choice === undefined) refuse(name, `must be one of: ${choices.join(", ")}`);
      return choice ?? fallback;
    },
    port(name, fallback) {
      const value = text(name);
      if (value === undefined) return fallback;
      const port = /^[0-9]{1,5}$/.test(value) ? Number(value) : 0;
      if (port >= 1 && port <= MAX_PORT) return port;
      refuse(name, `must be a port, 1 to ${MAX_PORT}`);
      return fallback;
    },
    days: wholeNumber("days"),
    seconds: wholeNumber("seconds"),
    origin(name, fallback) {
      const value = text(name);
      if (value === undefined) return fallback;
      const origin = parseOrigin(value);
      if (origin === undefined) {
        refuse(name, "must be an http or https origin such as https://2fa.example.org, no path");
      }
      return origin ?? fallback;
    },
    addressRanges(name) {
      const entries = text(name)?.split(/[\s,]+/) ?? [];
      const ranges = entries.map((entry) => parseAddressRange(entry));
      if (ranges.includes(undefined)) {
        refuse(name, "must list addresses or CIDR blocks, such as 10.0.0.0/8, fd00::/8");
      }
      return ranges.filter((range) => range !== undefined);
    },
    unknown: (prefix) =>
      Object.keys(env).filter((name) => name.startsWith(prefix) && !asked.has(name)),
    secretFile: (name) => readNamedFile(text(name), (reason) => refuse(name, reason)),
  };
}

function readNamedFile(
  path: string | undefined,
  refuse: (reason: string) => void,
): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readSecretFile(path);
  } catch (error) {
    refuse(`names a file that cannot be read (${reasonOf(error)})`);
    return undefined;
  }
}

function wholeNumberReader(
  text: SettingReader["text"],
  refuse: SettingReader["refuse"],
): (unit: string) => SettingReader["days"] {
  return (unit) => (name, fallback, bounds) => {
    const value = text(name);
    if (value === undefined) return fallback;
    const { min, max } = bounds;
    const number = /^[0-9]{1,6}$/.test(value) ? Number(value) : -1;
    if (number >= min && number <= max) return number;
    refuse(name, `must be a number of ${unit}, ${min} to ${max}`);
    return fallback;
  };
}

function parseOrigin(value: string): string | undefined {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  // "https://host" and "https://host/" are the same origin; anything after it is not.
  const hasMore = url.pathname !== "/" || `${url.search}${url.hash}${url.username}` !== "";
  return hasMore || value.endsWith("?") || value.endsWith("#") ? undefined : url.origin;
}

function parseAddressRange(entry: string): AddressRange | undefined {
  const [address = "", prefix, ...rest] = entry.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return undefined;
  const [family, bits] = version === 4 ? (["ipv4", 32] as const) : (["ipv6", 128] as const);
  if (prefix !== undefined && !/^[0-9]{1,3}$/.test(prefix)) return undefined;
  const prefixBits = prefix === undefined ? bits : Number(prefix);
  return prefixBits <= bits ? { address, family, prefixBits } : undefined;
}

function readSecretFile(path: string): string {
  const content = readFileSync(path);
  if (content.byteLength > MAX_SECRET_FILE_BYTES) throw new Error("it is too large");
  return content.toString("utf8").trim();
}

/** The system's word for a failure, such as ENOENT: its message would repeat the path. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  return error instanceof Error ? error.message : "unknown";
}
