import { Ajv } from "ajv";
import { type Static, Type } from "typebox";
import { asObject } from "./json-object.ts";
import { type CheckedProvider, describeSchemaError, type ProviderKind } from "./provider-kind.ts";
import { smppKind } from "./smpp/smpp-provider.ts";
import { twilioKind } from "./twilio/twilio-provider.ts";
import { vonageKind } from "./vonage/vonage-provider.ts";
import { webhookKind } from "./webhook/webhook-provider.ts";

/** Every kind of provider, by the word that names it in the configuration. */
const KINDS: Readonly<Record<string, ProviderKind>> = {
  twilio: twilioKind,
  vonage: vonageKind,
  webhook: webhookKind,
  smpp: smppKind,
};

const schema = Type.Object(
  {
    /** In the order in which they are tried. */
    providers: Type.Array(Type.Object({ kind: Type.Enum(Object.keys(KINDS)) }), {
      minItems: 1,
      maxItems: 10,
    }),
    /** Countries that may be texted (ISO 3166-1 alpha-2). */
    countries: Type.Optional(
      Type.Array(Type.String({ pattern: "^[A-Z]{2}$" }), {
        minItems: 1,
        maxItems: 250,
        uniqueItems: true,
      }),
    ),
    /** Whether the rules against fraud refuse texts, or only record what they would refuse. */
    fraudRules: Type.Optional(Type.Union([Type.Literal("enforce"), Type.Literal("record")])),
    /** How many texts may be sent, by the name of the limit. */
    caps: Type.Optional(
      Type.Record(
        Type.String({ pattern: "^[a-z][A-Za-z]{0,63}$" }),
        Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
      ),
    ),
  },
  { additionalProperties: false },
);

/** The file that `TWINLATCH_SMS_CONFIG` names, checked. */
export interface TextConfig {
  readonly providers: readonly CheckedProvider[];
  readonly countries: readonly string[] | undefined;
  readonly caps: Readonly<Record<string, number>> | undefined;
  readonly fraudRules: "enforce" | "record" | undefined;
}

/** Reads the text of a configuration, or says all that is wrong with it, one sentence each. */
export function parseTextConfig(
  text: string,
): { readonly config: TextConfig } | { readonly problems: readonly string[] } {
  const value = parseJson(text);
  if (value === undefined) return { problems: ["The file is not JSON"] };
  const isConfig = new Ajv({ allErrors: true, strict: true }).compile<Static<typeof schema>>(
    schema,
  );
  if (!isConfig(value)) {
    return { problems: (isConfig.errors ?? []).map((error) => clean(describeSchemaError(error))) };
  }
  const checked = value.providers.map((entry) => KINDS[entry.kind]?.(entry) ?? { problems: [] });
  const problems = checked.flatMap((provider, at) =>
    "problems" in provider ? provider.problems.map((problem) => `providers[${at}]${problem}`) : [],
  );
  const providers = checked.filter((provider) => "create" in provider);
  const repeated = findRepeatedNames(providers);
  if (problems.length + repeated.length > 0) return { problems: [...problems, ...repeated] };
  const { countries, caps, fraudRules } = value;
  return { config: { providers, countries, caps, fraudRules } };
}

function findRepeatedNames(providers: readonly CheckedProvider[]): readonly string[] {
  const names = providers.map(({ name }) => name);
  const repeated = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return Array.from(repeated, (name) => `Two providers are called ${name}: give one a "name"`);
}

function clean(problem: string): string {
  return problem.trim().replace(/^\./, "");
}

/** The parser's own message quotes the text: it would carry a secret into the log. */
function parseJson(text: string): object | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}
