/** Headers by lower-case name. */
export type Headers = Readonly<Record<string, string>>;

const YEAR_SECONDS = 31_536_000;

const PERMISSIONS = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-create",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "sync-xhr",
  "usb",
  "xr-spatial-tracking",
];

/** What pages may load and do: nothing but what comes from their own origin. */
function contentSecurityPolicy(connectSources: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src ${["'self'", ...connectSources].join(" ")}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types app-sw",
  ].join("; ");
}

/**
 * The headers of every answer of an origin, errors included. Answers are not stored unless a
 * route says otherwise. `connectSources` are origins its pages may call beside their own.
 */
export function securityHeaders(options: {
  readonly isHttps: boolean;
  readonly hstsSubdomains: boolean;
  readonly connectSources?: readonly string[];
}): Headers {
  const hsts = `max-age=${YEAR_SECONDS}${options.hstsSubdomains ? "; includeSubDomains" : ""}`;
  return {
    "content-security-policy": contentSecurityPolicy(options.connectSources ?? []),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": PERMISSIONS.map((feature) => `${feature}=()`).join(", "),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    // For browsers that do not know frame-ancestors.
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    ...(options.isHttps ? { "strict-transport-security": hsts } : {}),
  };
}
