interface OtpCredential extends Credential {
  readonly code: string;
}

/**
 * Waits for the next text message to this page's host and gives its code, where the browser can and the
 * person agrees (https://wicg.github.io/web-otp/). Null when it cannot, they do not, or the signal ends it:
 * the field works without.
 */
export async function receiveTextCode(signal: AbortSignal): Promise<string | null> {
  if (!("OTPCredential" in window)) return null;
  const request: CredentialRequestOptions & { readonly otp: { readonly transport: string[] } } = {
    otp: { transport: ["sms"] },
    signal,
  };
  try {
    const received = await navigator.credentials.get(request);
    return received !== null && isOtp(received) ? received.code : null;
  } catch {
    return null;
  }
}

function isOtp(credential: Credential): credential is OtpCredential {
  return "code" in credential && typeof credential.code === "string";
}
