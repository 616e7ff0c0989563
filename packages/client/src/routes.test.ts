import {
  API_BASE as CONTRACT_BASE,
  CHALLENGE_HEADER as CONTRACT_CHALLENGE_HEADER,
  IDEMPOTENCY_HEADER as CONTRACT_KEY_HEADER,
  PROOF_HEADER as CONTRACT_PROOF_HEADER,
  type Endpoint,
  endpoints,
} from "@twinlatch/api-contract";
import { describe, expect, it } from "vitest";
import {
  API_BASE,
  CHALLENGE_HEADER,
  IDEMPOTENCY_HEADER,
  locateEndpoint,
  PROOF_HEADER,
  REPEATABLE,
  ROUTES,
} from "./routes.ts";

describe("routes", () => {
  it("are the contract's, name by name", () => {
    const fromContract = Object.fromEntries(
      Object.entries(endpoints).map(([name, { method, path }]) => [name, `${method} ${path}`]),
    );
    expect(ROUTES).toEqual(fromContract);
    expect(API_BASE).toBe(CONTRACT_BASE);
    expect(PROOF_HEADER).toBe(CONTRACT_PROOF_HEADER);
    expect(CHALLENGE_HEADER).toBe(CONTRACT_CHALLENGE_HEADER);
    expect(IDEMPOTENCY_HEADER).toBe(CONTRACT_KEY_HEADER);
    const repeatable = Object.entries<Endpoint>(endpoints).filter(([, each]) => each.isRepeatable);
    expect([...REPEATABLE].toSorted()).toEqual(repeatable.map(([name]) => name).toSorted());
  });

  it("fill in parameters, and a hostile one cannot leave its place", () => {
    expect(locateEndpoint("confirmFactor", { id: "factor_1" })).toEqual({
      method: "POST",
      path: "/account/factors/factor_1/confirm",
    });
    expect(locateEndpoint("removeFactor", { id: "../sessions?all=1#" }).path).toBe(
      "/account/factors/..%2Fsessions%3Fall%3D1%23",
    );
  });

  it("refuse to be called without a parameter", () => {
    expect(() => locateEndpoint("getChallenge")).toThrow(TypeError);
  });
});
