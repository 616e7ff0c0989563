import { type Endpoint, endpoints, type Problem, STEP_UP_ACTIONS } from "@twinlatch/api-contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ContractCall } from "./contract-calls.ts";
import { GUARDED, type GuardedAccount, openGuardedAccount } from "./guarded-account.ts";

/** Routes that change something and neither name an act nor say why they need no proof for it. */
function findUnclassified(routes: Readonly<Record<string, Endpoint>>): readonly string[] {
  return Object.entries(routes)
    .filter(([, { method, proof, proofReason = "" }]) => {
      const isExplained = proofReason.length >= 10;
      return method !== "GET" && (proof === "none" ? !isExplained : proofReason !== "");
    })
    .map(([name]) => name);
}

describe("the contract", () => {
  it("R-052: says of every route that changes something which act it is, or why it needs no proof", () => {
    expect(findUnclassified(endpoints)).toEqual([]);
  });

  it("R-052: sees a route that says neither, and one that says both", () => {
    const { removeFactor, signOut } = endpoints;
    const { proofReason: _, ...unexplained } = signOut;
    const both = { ...removeFactor, proofReason: "Somebody wanted it to be quick" };
    expect(findUnclassified({ removeFactor, signOut, unexplained, both })).toEqual([
      "unexplained",
      "both",
    ]);
  });

  it("R-052: names no act that no route is, and none by two names", () => {
    const acts = new Set<string>(
      Object.values<Endpoint>(endpoints).flatMap(({ proof, otherProofs = [] }) => [
        proof,
        ...otherProofs,
      ]),
    );
    expect(STEP_UP_ACTIONS.filter((action) => !acts.has(action))).toEqual([]);
  });
});

let account: GuardedAccount;
beforeEach(async () => {
  account = await openGuardedAccount();
});
afterEach(() => account.installation.close());

describe("a demand for proof", () => {
  it("R-056: names the route's action, and what it is done to, whatever the caller says", async () => {
    const { grace, prepare, send } = account;
    const session = (await grace.send("GET", "/session")).json<{ account: { id: string } }>();
    for (const each of GUARDED) {
      const call = prepare(each);
      const { action, target, challenge } = (await send(call)).json<Problem>();
      const inPath = call.path.split("/").find((part) => part.includes("_"));
      const inBody = call.body !== undefined && "factorId" in call.body && call.body.factorId;
      const act = { action: each.endpoint.proof, target: inPath ?? (inBody || session.account.id) };
      expect({ action, target }).toEqual(act);
      expect(challenge).toMatchObject({ ...act, acts: [act] });
    }
  });
});

describe("with a proof for something else", () => {
  it.each(GUARDED)(
    "R-053: $method $endpoint.path takes the proof of no other act",
    async (each) => {
      const { prepare, prove, readState, send } = account;
      const call = prepare(each);
      for (const other of GUARDED.filter((guarded) => guarded !== each)) {
        const proof = await prove(prepare(other));
        const before = readState();
        const response = await send(call, proof);
        expect(response.json<Problem>().code, other.name).toBe("step_up_required");
        expect(readState()).toEqual(before);
      }
    },
  );

  it.each(GUARDED)(
    "R-053: $method $endpoint.path takes none for another target, body or session",
    async (each) => {
      const { prepare, prove, readState, send } = account;
      const call = prepare(each);
      const proof = await prove(call);
      const elsewhere = await account.elsewhere();

      const before = readState();
      const misuses = [await send(call, proof, elsewhere)];
      const changed = prepare(each, 1);
      if (JSON.stringify(changed) !== JSON.stringify(call))
        misuses.push(await send(changed, proof));
      for (const other of otherBodies(each))
        misuses.push(await send({ ...call, body: other }, proof));
      const codes = misuses.map((response) => response.json<Problem>().code);
      expect(codes).toEqual(codes.map(() => "step_up_required"));
      expect(readState()).toEqual(before);

      // It stayed unspent, and lets through what it was given for.
      const spent = await send(call, proof);
      const problem = spent.body === "" ? {} : spent.json<Partial<Problem>>();
      expect(problem.code).not.toBe("step_up_required");
    },
  );
});

/** Other bodies that a route takes: what somebody would slip in after the approval. */
const OTHER_BODIES: Partial<Record<keyof typeof endpoints, readonly object[]>> = {
  setSignInSetting: [{ value: "once_per_device" }],
  enrolTotp: [{}, { label: "Thief" }],
  changePassword: [{ newPassword: "a thief by the lake" }],
  addEmail: [{ email: "thief@example.org" }],
};

function otherBodies({ name }: ContractCall): readonly object[] {
  return OTHER_BODIES[name] ?? [];
}
