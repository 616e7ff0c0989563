import {
  createProviderHttp,
  createTextProviders,
  parseTextConfig,
  type ReceiptRequest,
  SecretText,
  type Submission,
  type TextProvider,
  type TextProvidersOptions,
} from "@twinlatch/delivery";
import type { OutgoingText } from "@twinlatch/verifier";
import { NOW } from "./text.ts";

/** Origin that receipts come back to. */
const PUBLIC_URL = "https://id.example.org";

/** Makes a provider of an entry of the configuration, as the server does. */
export function makeProvider(
  entry: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>>,
  overrides: Partial<TextProvidersOptions> = {},
): TextProvider {
  const parsed = parseTextConfig(JSON.stringify({ providers: [entry] }));
  if ("problems" in parsed) throw new Error(parsed.problems.join("; "));
  const [provider] = createTextProviders(parsed.config, {
    clock: { nowMillis: () => NOW },
    post: createProviderHttp(),
    secretOf: (file) => new SecretText(secrets[file] ?? ""),
    publicUrl: PUBLIC_URL,
    onReceipt: async () => {},
    onLink: () => {},
    ...overrides,
  });
  return provider!;
}

/** Hands one text over, with a second to do it in. */
export function submit(provider: TextProvider, text: OutgoingText): Promise<Submission> {
  return provider.submit(text, AbortSignal.timeout(1_000));
}

/** A request that brings a receipt. */
export function receiptRequest(
  body: string,
  headers: Readonly<Record<string, string>>,
  { method = "POST", url = "/api/v1/delivery-receipts/main" } = {},
): ReceiptRequest {
  return { method, url, headers, rawBody: Buffer.from(body) };
}
