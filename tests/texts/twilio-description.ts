import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";

interface Schema {
  readonly type?: string;
  readonly properties: Readonly<Record<string, { readonly type?: string }>>;
}

interface Operation {
  readonly servers?: readonly { readonly url: string }[];
  readonly requestBody: { readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly responses: Readonly<Record<string, { content: Record<string, Example> }>>;
}

interface Example {
  readonly examples: Readonly<Record<string, { readonly value: Record<string, unknown> }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, { servers: { url: string }[]; post: Operation }>>;
  readonly components: { readonly schemas: Record<string, { readonly enum?: readonly string[] }> };
}

const FORM = "application/x-www-form-urlencoded";
const FILE = "twilio/node_modules/@twilio/cli-core/src/services/twilio-api/twilio_api_v2010.json";

/** Twilio's own description of the interface that we use. */
export function readTwilioDescription(): Description {
  const path = fileURLToPath(new URL(FILE, import.meta.url));
  if (!existsSync(path)) {
    throw new Error("Twilio's description is missing: run `npm ci` in tests/texts/twilio");
  }
  return JSON.parse(readFileSync(path, "utf8"));
}

/** What a request has wrong by the description; nothing where it is right. */
export function checkTwilioRequest(
  { paths, components }: Description,
  { path, body }: { readonly path: string; readonly body: string },
): readonly string[] {
  const [pattern, item] =
    Object.entries(paths).find(([candidate]) => fitsPath(candidate, path)) ?? [];
  if (pattern === undefined || item === undefined) return [`${path} is no path of Twilio`];
  const schema = item.post.requestBody.content[FORM]!.schema;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const isRight = ajv.compile({ ...schema, additionalProperties: false, components });
  return isRight(readForm(body, schema))
    ? []
    : (isRight.errors ?? []).map(
        ({ instancePath, message, params }) =>
          `${instancePath} ${message} ${JSON.stringify(params)}`,
      );
}

/** An answer to a request to this path, as Twilio gives it as an example. */
export function twilioExample(
  { paths }: Description,
  resource: "Messages" | "Calls",
): Record<string, unknown> {
  const path = `/2010-04-01/Accounts/{AccountSid}/${resource}.json`;
  const { responses } = paths[path]!.post;
  return responses["201"]!.content["application/json"]!.examples["create"]!.value;
}

function fitsPath(pattern: string, path: string): boolean {
  const escaped = pattern.replaceAll(".", "\\.").replace("{AccountSid}", "AC[0-9a-fA-F]{32}");
  return new RegExp(`^${escaped}$`).test(path);
}

/** A form has texts only: where the description says number, it means how the text is written. */
function readForm(body: string, { properties }: Schema): Record<string, unknown> {
  return Object.fromEntries(
    Array.from(new URLSearchParams(body), ([name, value]) => {
      const isNumber = properties[name]?.type === "integer" && /^-?[0-9]+$/.test(value);
      return [name, isNumber ? Number(value) : value];
    }),
  );
}
