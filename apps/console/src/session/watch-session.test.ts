import type { ProblemCode } from "@twinlatch/client";
import { createClient } from "@twinlatch/client";
import { expect, it, vi } from "vitest";
import { watchSession } from "./watch-session.ts";

/** A watched client whose server gives these answers in turn: a problem's code, or success. */
function watched(...answers: (ProblemCode | "ok")[]) {
  const asked: string[] = [];
  const onEnded = vi.fn<() => void>();
  const client = createClient({
    baseUrl: "https://id.example.org",
    fetch: async (input) => {
      asked.push(new URL(new Request(input).url).pathname.replace("/api/v1", ""));
      const code = answers.shift();
      return code === "ok"
        ? Response.json({})
        : Response.json({ code, status: 401 }, { status: 401 });
    },
  });
  return { client: watchSession(client, onEnded), asked, onEnded };
}

it("says that the session is over when the server says so twice", async () => {
  const { client, asked, onEnded } = watched("not_signed_in", "not_signed_in");
  expect((await client.call("getSecurity", {})).ok).toBe(false);
  expect(onEnded).toHaveBeenCalledTimes(1);
  expect(asked).toEqual(["/account/security", "/session"]);
});

it("sends again what was under way while the session's token changed", async () => {
  const { client, asked, onEnded } = watched("not_signed_in", "ok", "ok");
  expect((await client.call("getSecurity", {})).ok).toBe(true);
  expect(onEnded).not.toHaveBeenCalled();
  expect(asked).toEqual(["/account/security", "/session", "/account/security"]);
});

it("hands on every other refusal as it is", async () => {
  const { client, asked, onEnded } = watched("step_up_required");
  expect(await client.call("enrolTotp", { body: {} })).toMatchObject({
    problem: { code: "step_up_required" },
  });
  expect(onEnded).not.toHaveBeenCalled();
  expect(asked).toHaveLength(1);
});
