import type { AccountsDeps } from "@twinlatch/accounts";
import type { BrowserHandover } from "@twinlatch/verifier";
import type { Tokens } from "./call.ts";
import { type Credentials, joinTokens } from "./credential.ts";

/** What the caller is recognised by: its cookie, or the field of a client that has none. */
export function browserTokensOf(
  credentials: Credentials,
  body: { readonly browserToken?: string | undefined } = {},
): readonly string[] {
  const { browserToken } = body;
  return browserToken === undefined ? credentials.browsers : [browserToken];
}

/** Puts a new token into the cookie, in front of those of the other accounts used in the browser. */
export function browserHandover(
  { tokenHash }: Pick<AccountsDeps, "tokenHash">,
  { browsers }: Credentials,
  handover: BrowserHandover | undefined,
): Pick<Tokens, "browser"> {
  if (handover === undefined) return {};
  const others = browsers.filter((token) => tokenHash.digest(token) !== handover.replacesDigest);
  return { browser: joinTokens([handover.token, ...others]) };
}
