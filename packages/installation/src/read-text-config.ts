import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseTextConfig, SecretText, type TextConfig } from "@twinlatch/delivery";
import { PrivateFileError, readPrivateFile } from "@twinlatch/platform-node";
import type { InstallationSettings } from "./installation-settings.ts";

/** Whom texts leave by, and the secrets for it. */
export interface TextSettings {
  readonly config: TextConfig;
  /** What a secret file of the configuration holds. */
  readonly secretOf: (file: string) => SecretText;
}

const MAX_CONFIG_BYTES = 65_536;
const MAX_SECRET_LENGTH = 4_096;
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Reads the file that `TWINLATCH_SMS_CONFIG` names and the secret files that it names, whose paths
 * begin in its folder. All that is wrong is said at once, one sentence each; production refuses to
 * send texts in the clear, and a file that others can change.
 */
export function readTextConfig(
  path: string,
  settings: Pick<InstallationSettings, "mode" | "credentialsFolder">,
): { readonly texts: TextSettings } | { readonly problems: readonly string[] } {
  const isProduction = settings.mode === "production";
  const read = readConfigFile(path, isProduction);
  if ("problem" in read) return { problems: [read.problem] };
  const parsed = parseTextConfig(read.text);
  if ("problems" in parsed) return parsed;
  const { config } = parsed;
  const secrets = readSecrets(config, dirname(resolve(path)), settings.credentialsFolder);
  const problems = [...secrets.problems, ...(isProduction ? findPlainProviders(config) : [])];
  if (problems.length > 0) return { problems };
  return { texts: { config, secretOf: (file) => secrets.byFile.get(file) ?? new SecretText("") } };
}

function readConfigFile(
  path: string,
  isProduction: boolean,
): { text: string } | { problem: string } {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, "r");
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > MAX_CONFIG_BYTES) {
      return { problem: "The file is not a small regular file" };
    }
    // Who can change it can have every code.
    if (isProduction && (stats.mode & WRITABLE_BY_OTHERS) !== 0) {
      return { problem: "Others than its owner can change the file; run chmod go-w" };
    }
    return { text: readFileSync(descriptor, "utf8") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return { problem: `The file cannot be read (${code})` };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function findPlainProviders({ providers }: TextConfig): readonly string[] {
  return providers
    .filter(({ isPlain }) => isPlain)
    .map(({ name }) => `${name} would get texts without TLS, which production refuses`);
}

function readSecrets(
  { providers }: TextConfig,
  folder: string,
  credentialsFolder: string | undefined,
): { byFile: ReadonlyMap<string, SecretText>; problems: readonly string[] } {
  const byFile = new Map<string, SecretText>();
  const problems: string[] = [];
  for (const file of new Set(providers.flatMap(({ secretFiles }) => secretFiles))) {
    try {
      byFile.set(file, readSecret(resolve(folder, file), credentialsFolder));
    } catch (error) {
      if (!(error instanceof PrivateFileError)) throw error;
      problems.push(`Secret file ${file}: ${error.message}`);
    }
  }
  return { byFile, problems };
}

function readSecret(file: string, credentialsDirectory: string | undefined): SecretText {
  const text = readPrivateFile(file, { credentialsDirectory }).trim();
  if (text === "" || text.length > MAX_SECRET_LENGTH || /\p{Cc}/u.test(text)) {
    throw new PrivateFileError("unreadable", "must hold one line, the secret");
  }
  return new SecretText(text);
}
