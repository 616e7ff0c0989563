import { decodeBase32, generateTotp } from "@twinlatch/otp";
import { nodeHmac } from "@twinlatch/platform-node";
import type { Made, Session } from "./reference-state.ts";
import type { World } from "./world.ts";

const STEP_MILLIS = 30_000;

/** What a call made; `renewed` is the session that may have a new token by it. */
type Adopted = Made & { readonly renewed: Session | undefined };

/** What left during a call: a mail, and a code by text message or in a call. */
export interface Delivered {
  readonly mail: string;
  readonly texted: string;
}

/** Gives what a call made the ids, tokens and codes that the server made for it, and keeps it. */
export function adopt(
  world: World,
  made: Adopted,
  answer: unknown,
  { mail, texted }: Delivered,
): void {
  const text = JSON.stringify(answer ?? null);
  const read = (name: string) => new RegExp(`"${name}":"([^"]+)"`).exec(text)?.[1] ?? "";
  const idOf = (name: string) => new RegExp(`"${name}":\\{"id":"(\\w+)"`).exec(text)?.[1] ?? "";
  const mailedCode = /\b[0-9]{6}\b/.exec(mail)?.[0] ?? "";
  const { session, challenge, proof, factor, codes, signUp, addition } = made;
  const { email, reset, invitation, replacement, breakGlass, device, sent } = made;

  if (session !== undefined) world.sessions.push(session);
  if (session?.account.id === "") session.account.id = idOf("account");
  const token = read("sessionToken");
  if (token !== "") (session ?? made.renewed)?.tokens.push(token);
  const deviceToken = read("deviceToken");
  if ((deviceToken !== "") !== (device !== undefined)) {
    const [server, model] = [deviceToken !== "", device !== undefined];
    throw new Error(`The server says ${server} to trusting a device, the model ${model}`);
  }
  if (device && !world.devices.includes(device)) world.devices.push(device);
  if (device && device.tokens.at(-1) !== deviceToken) device.tokens.push(deviceToken);
  keep(world.challenges, challenge, { id: idOf("challenge"), ticket: read("ticket") });
  keep(world.proofs, proof, { token: read("proof") });
  keep(world.factors, factor, {
    id: idOf("factor") || read("factorId"),
    ...(factor?.kind === "totp" && { code: codesOf(read("secret")) }),
  });
  keep(world.texts, sent, { code: texted });
  keep(world.signUps, signUp, { token: read("signUpToken"), code: mailedCode });
  keep(world.additions, addition, { id: idOf("email"), code: mailedCode });
  keep(world.emails, email, {});
  keep(world.resets, reset, { token: /#(\w+)/.exec(mail)?.[1] ?? "" });
  keep(world.invitations, invitation, { id: idOf("invitation"), token: read("token") });
  keep(world.replacements, replacement, { token: read("replacementToken") });
  keep(world.breakGlasses, breakGlass, { text: read("code") });

  const shown = /"recoveryCodes":(\[[^\]]*\])/.exec(text)?.[1];
  if ((shown !== undefined) !== (codes !== undefined)) {
    throw new Error(`The server ${shown ? "shows" : "does not show"} recovery codes`);
  }
  keep(world.codes, codes, { texts: JSON.parse(shown ?? "[]") });
}

function keep<Thing extends object>(
  pool: Thing[],
  made: Thing | undefined,
  names: Partial<Thing>,
): void {
  if (made === undefined) return;
  Object.assign(made, names);
  pool.push(made);
}

/** The codes of a set-up key, by time step. */
function codesOf(base32: string): (step: number) => string {
  const secret = decodeBase32(base32);
  return (step) => {
    if (secret === undefined) throw new Error("The set-up key is no Base32");
    return generateTotp(nodeHmac, { secret, nowMillis: step * STEP_MILLIS });
  };
}
