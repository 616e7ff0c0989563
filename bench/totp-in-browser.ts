import { nobleHmac } from "../tests/runtimes/noble-hmac.ts";
import { measureTotp, ownContender, portablePeers, type TotpFigures } from "./totp-contenders.ts";

// Runs inside the page; bench/totp.ts bundles it and calls what it leaves on `globalThis`.
Object.assign(globalThis, {
  measureTotpInBrowser: (rounds: number, batchMillis: number): TotpFigures =>
    measureTotp([ownContender(nobleHmac), ...portablePeers], Date.now(), {
      baseline: "otplib",
      rounds,
      batchMillis,
    }),
});
