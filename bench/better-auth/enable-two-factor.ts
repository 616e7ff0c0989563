import { decodeBase32, generateTotp } from "@twinlatch/otp";
import { nodeHmac } from "@twinlatch/platform-node";
import { PASSWORD } from "../http/prepare-accounts.ts";

/** An account of better-auth with an authenticator app. */
export interface PeerAccount {
  readonly email: string;
  readonly base32: string;
}

/** Signs up with better-auth by HTTP, as a browser does, and confirms an authenticator app. */
export async function enableTwoFactor(baseUrl: string): Promise<PeerAccount> {
  const email = "first@example.org";
  const jar = new Map<string, string>();
  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${baseUrl}/api/auth${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: baseUrl,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`better-auth, ${path}: ${response.status} ${text}`);
    for (const header of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      jar.set(name, value);
    }
    return JSON.parse(text);
  };
  await post("/sign-up/email", { name: "First", email, password: PASSWORD });
  const enabled = await post("/two-factor/enable", { password: PASSWORD });
  const [, base32 = ""] = /[?&]secret=([A-Z2-7]+)/.exec(JSON.stringify(enabled)) ?? [];
  await post("/two-factor/verify-totp", { code: totpOf(base32) });
  return { email, base32 };
}

/** The code that an authenticator app shows now. */
export function totpOf(base32: string): string {
  const secret = decodeBase32(base32);
  if (secret === undefined) throw new Error("The set-up key is no Base32");
  return generateTotp(nodeHmac, { secret, nowMillis: Date.now() });
}
