import { describe, expect, it } from "vitest";
import { securityHeaders } from "./security-headers.ts";

// The policy of the console, S1 of its conventions.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
  "trusted-types app-sw";

describe("securityHeaders", () => {
  it("R-088: has the policy, and no word in it that would let a stranger's script in", () => {
    const headers = securityHeaders({ isHttps: false, hstsSubdomains: false });
    expect(headers["content-security-policy"]).toBe(POLICY);
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*|https?:|strict-dynamic/);
  });

  it("R-088: the authenticator may call the API's origin, and nobody else", () => {
    const headers = securityHeaders({
      isHttps: true,
      hstsSubdomains: false,
      connectSources: ["https://id.example.org"],
    });
    const policy = POLICY.replace(
      "connect-src 'self'",
      "connect-src 'self' https://id.example.org",
    );
    expect(headers["content-security-policy"]).toBe(policy);
  });

  it("R-088: asks for TLS for a year where there is TLS, for subdomains only on request", () => {
    const one = securityHeaders({ isHttps: true, hstsSubdomains: false });
    const all = securityHeaders({ isHttps: true, hstsSubdomains: true });
    const none = securityHeaders({ isHttps: false, hstsSubdomains: true });
    expect(one["strict-transport-security"]).toBe("max-age=31536000");
    expect(all["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
    expect(none).not.toHaveProperty("strict-transport-security");
  });

  it("R-088: closes every feature of the browser that nothing here uses", () => {
    const { "permissions-policy": policy = "" } = securityHeaders({
      isHttps: true,
      hstsSubdomains: false,
    });
    const entries = policy.split(", ");
    expect(entries).toContain("camera=()");
    expect(entries).toContain("publickey-credentials-get=()");
    expect(entries.every((entry) => entry.endsWith("=()"))).toBe(true);
  });
});
