import type { Clock, DeliveryReceipt } from "@twinlatch/verifier";
import { Ajv, type ErrorObject } from "ajv";
import type { Static, TSchema } from "typebox";
import type { PostToProvider } from "./provider-http.ts";
import type { SecretText } from "./secret-text.ts";
import type { TextProvider } from "./text-provider.ts";

/** What a provider is made of beside its configuration. */
export interface ProviderDeps {
  readonly clock: Clock;
  readonly post: PostToProvider;
  /** What the file holds that the configuration names. */
  readonly secretOf: (file: string) => SecretText;
  /** Where its receipts come to; undefined where it cannot reach us. */
  readonly receiptUrl: string | undefined;
  /** Takes receipts that do not come by HTTP. */
  readonly onReceipt: (receipt: DeliveryReceipt) => Promise<void>;
  /** Told when a link that is kept comes and goes. */
  readonly onLink: (change: { isUp: boolean; code?: string | undefined }) => void;
  /** Authorities to trust instead of the host's, as PEM. */
  readonly certificateAuthorities?: string | undefined;
  /** How often a link that is kept is tried. */
  readonly enquireMillis?: number | undefined;
}

/** An entry of the configuration that can be used. */
export interface CheckedProvider {
  readonly name: string;
  readonly secretFiles: readonly string[];
  /** Where requests go that must not go there in the clear. */
  readonly isPlain: boolean;
  readonly create: (deps: ProviderDeps) => TextProvider;
}

/** What is wrong with an entry, one sentence each: `.accountSid must …`. */
export interface ProviderProblems {
  readonly problems: readonly string[];
}

/** All that is known about one kind of provider. */
interface ProviderKindOptions<Schema extends TSchema> {
  readonly schema: Schema;
  /** What its shape cannot say. */
  readonly findProblems?: (config: Static<Schema>) => readonly string[];
  readonly secretFiles: (config: Static<Schema>) => readonly string[];
  /** Whether texts would leave this machine without TLS. */
  readonly isPlain: (config: Static<Schema>) => boolean;
  readonly create: (name: string, config: Static<Schema>, deps: ProviderDeps) => TextProvider;
}

/** Checks an entry and says what can be made of it. */
export type ProviderKind = (entry: unknown) => CheckedProvider | ProviderProblems;

const ajv = new Ajv({ allErrors: true, strict: true });

/** Makes of a schema and what belongs to it one entry of the table of kinds. */
export function defineProviderKind<
  Schema extends TSchema & { readonly properties: Record<string, TSchema> },
>(kind: string, options: ProviderKindOptions<Schema>): ProviderKind {
  const { schema, secretFiles, create } = options;
  return (entry) => {
    const isConfig = ajv.compile<Static<Schema>>(schema);
    if (!isConfig(entry)) return { problems: (isConfig.errors ?? []).map(describeSchemaError) };
    const problems = options.findProblems?.(entry) ?? [];
    if (problems.length > 0) return { problems };
    const { name = kind }: { name?: string } = entry as { name?: string };
    return {
      name,
      secretFiles: secretFiles(entry),
      isPlain: options.isPlain(entry),
      create: (deps) => create(name, entry, deps),
    };
  };
}

/** One sentence, with the field in front and no value in it: it may be a secret in the wrong place. */
export function describeSchemaError({ instancePath, params, message }: ErrorObject): string {
  const { additionalProperty, missingProperty }: Record<string, unknown> = params;
  const path = instancePath.replaceAll("/", ".").replaceAll(/\.([0-9]+)/g, "[$1]");
  if (typeof missingProperty === "string") return `${path}.${missingProperty} is missing`;
  if (typeof additionalProperty === "string") {
    return `${path}.${additionalProperty.slice(0, 64)} is no field of it`;
  }
  return `${path} ${message ?? "is not valid"}`;
}

const LOOPBACK_NAME = /^(?:(?:.+\.)?localhost|\[?::1\]?|127(?:\.[0-9]{1,3}){3})$/;

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAME.test(host);
}

/** Whether a request to this address leaves this machine without TLS. */
export function isPlainHttp(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === "http:" && !isLoopback(parsed.hostname);
}
