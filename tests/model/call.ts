import type { Answer, CallOptions, Client, EndpointName } from "@twinlatch/client";
import type { Act, Holder, Proof, Transition } from "./reference-state.ts";

/** What came back: `ok` or the code of the refusal, and what of the answer the model tells too. */
export interface Sent {
  readonly code: string;
  readonly answer: unknown;
  readonly shows?: unknown;
}

/** One call that can be made, of the server and of the model. */
export interface Call {
  readonly holder: Holder;
  readonly act: Act;
  send(client: Client, proof: Proof | undefined): Promise<Sent>;
  readonly rule: () => Transition;
}

/** A call of the contract. `see` reads what its answer shows, in the shape of the model's view. */
export function callOf<Name extends EndpointName>(
  name: Name,
  holder: Holder,
  options: CallOptions<Name>,
  rule: () => Transition,
  see?: (answer: Answer<Name>) => unknown,
): Call {
  const { body, params }: { body?: unknown; params?: unknown } = options;
  return {
    holder,
    act: { name, target: JSON.stringify(params ?? {}), body: JSON.stringify(body ?? {}) },
    async send(client, proof) {
      const result = await client.call(name, Object.assign({}, options, { proof: proof?.token }));
      if (!result.ok) return { code: result.problem.code, answer: result.problem };
      return { code: "ok", answer: result.answer, shows: see?.(result.answer) };
    },
    rule,
  };
}
