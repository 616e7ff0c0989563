import type { ActivityEvent } from "@twinlatch/api-contract";
import { ACTIVITY_PAGE_EVENTS } from "@twinlatch/verifier";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

interface Page {
  readonly events: readonly ActivityEvent[];
  readonly nextCursor: string | null;
}

let installation: EdgeInstallation;
let ada: EdgeBrowser;
beforeEach(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
});
afterEach(() => installation.close());

async function readPage(browser: EdgeBrowser, cursor?: string): Promise<Page> {
  const path = `/account/activity${cursor === undefined ? "" : `?cursor=${cursor}`}`;
  return expectStatus(await browser.send("GET", path), 200).json<Page>();
}

/** Makes so many events of Ada's. */
async function makeEvents(count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    expectStatus(await ada.send("DELETE", "/account/sessions/ses_nothing"), 404);
  }
}

describe("the activity of an account", () => {
  it("tells what was done, where from, by which factor, and how it ended", async () => {
    const phone = await ada.addAuthenticator();
    const headers = {
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    };
    const other = new EdgeBrowser(installation);
    const first = await other.signIn(undefined, { headers, ip: "203.0.113.9" });
    const { challenge } = first.json<{ challenge: { id: string } }>();
    const body = { ...phone.answer(), code: "000000" };
    const path = `/challenges/${challenge.id}/verify`;
    expectStatus(await other.send("POST", path, { body, headers, ip: "203.0.113.9" }), 401);

    const { events, nextCursor } = await readPage(ada);
    expect(nextCursor).toBeNull();
    expect(events[0]).toEqual({
      id: expect.stringMatching(/^evt_/),
      at: expect.stringMatching(/Z$/),
      type: "sign_in.second_step",
      outcome: "refused",
      isThisSession: false,
      ip: "203.0.113.9",
      userAgent: headers["user-agent"],
      browser: "Firefox",
      system: "Linux",
      factorId: phone.factorId,
      factorLabel: "Phone",
      detail: { reason: "invalid_code", factorKind: "totp" },
    });
    const confirmed = events.find(({ type }) => type === "totp.confirmed");
    expect(confirmed).toMatchObject({
      outcome: "allowed",
      factorLabel: "Phone",
      isThisSession: true,
    });
    expect(JSON.stringify(events)).not.toContain("000000");
    expect(JSON.stringify(events)).not.toContain(phone.secret);
  });

  it("says of what began this session that it was here: signing up, the password, the second step", async () => {
    const here = async (browser: EdgeBrowser) => {
      const { events } = await readPage(browser);
      return events.filter(({ isThisSession }) => isThisSession).map(({ type }) => type);
    };
    expect(await here(ada)).toEqual(["sign_up.verified"]);
    const other = new EdgeBrowser(installation);
    expectStatus(await other.signIn(), 200);
    expect(await here(other)).toEqual(["sign_in.password"]);
    const phone = await ada.addAuthenticator();
    const third = new EdgeBrowser(installation);
    const { challenge } = (await third.signIn()).json<{ challenge: { id: string } }>();
    const path = `/challenges/${challenge.id}/verify`;
    expectStatus(await third.send("POST", path, { body: phone.answer() }), 200);
    expect(await here(third)).toEqual(["sign_in.second_step"]);
  });

  it("comes in pages that stay as they are while more happens, without a gap or a repetition", async () => {
    await makeEvents(ACTIVITY_PAGE_EVENTS + 10);
    const first = await readPage(ada);
    expect(first.events).toHaveLength(ACTIVITY_PAGE_EVENTS);
    await makeEvents(3);
    const second = await readPage(ada, first.nextCursor ?? "");
    expect(second.nextCursor).toBeNull();
    const ids = [...first.events, ...second.events].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const mine = installation.rows
      .events()
      .filter(({ subjectId }) => subjectId !== null)
      .map(({ id }) => id);
    expect(ids).toEqual(mine.toReversed().slice(3));
    expect(second.events.at(-1)?.type).toBe("sign_up.verified");
  });

  it("is nobody else's, with no cursor", async () => {
    const grace = new EdgeBrowser(installation, "grace@example.org");
    await grace.signUp();
    await makeEvents(ACTIVITY_PAGE_EVENTS + 1);
    const { events, nextCursor } = await readPage(ada);
    const hers = await readPage(grace, nextCursor ?? "");
    const top = await readPage(grace);
    const herIds = [...hers.events, ...top.events].map(({ id }) => id);
    const myIds = [...events, ...(await readPage(ada, nextCursor ?? "")).events].map(
      ({ id }) => id,
    );
    expect(top.events).not.toEqual([]);
    expect(myIds.filter((id) => herIds.includes(id))).toEqual([]);
  });

  it.each([
    "cursor=0",
    "cursor=-1",
    "cursor=1e3",
    "cursor=99999999999999999999",
    "cursor=1&cursor=2",
    "cursor[]=1",
    "cursor=%27%20OR%201=1",
    "page=2",
    "cursor=",
  ])("takes no other question: %s", async (query) => {
    const response = await ada.send("GET", `/account/activity?${query}`);
    expect(response.statusCode).toBe(422);
    expect(response.json<{ code: string }>().code).toBe("invalid_request");
  });
});
