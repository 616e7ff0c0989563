import { describe, expect, it } from "vitest";
import { readSmppReceipt, type SmppDelivery } from "./smpp-receipt.ts";

function deliver(fields: SmppDelivery): SmppDelivery {
  return { esm_class: 4, ...fields };
}

function text(message: string | Uint8Array) {
  return { short_message: { message } };
}

describe("readSmppReceipt", () => {
  it("reads the text of SMPP 3.4, appendix B", () => {
    const message =
      "id:0123456789 sub:001 dlvrd:001 submit date:2601020304 done date:2601020305 stat:DELIVRD err:000 text:Acme";
    expect(readSmppReceipt(deliver(text(message)))).toEqual({
      messageId: "0123456789",
      status: "delivered",
    });
  });

  it.each([
    ["DELIVRD", "delivered"],
    ["EXPIRED", "undelivered"],
    ["DELETED", "undelivered"],
    ["UNDELIV", "undelivered"],
    ["REJECTD", "undelivered"],
    ["delivrd", "delivered"],
  ])("reads the state %s", (state, status) => {
    expect(readSmppReceipt(deliver(text(`id:a-1 stat:${state}`)))).toEqual({
      messageId: "a-1",
      status,
    });
  });

  it("reads parameters before the text, and bytes as text", () => {
    const fields = { receipted_message_id: "m-9", message_state: 5 };
    const result = { messageId: "m-9", status: "undelivered" };
    expect(readSmppReceipt(deliver({ ...fields, ...text("id:other stat:DELIVRD") }))).toEqual(
      result,
    );
    expect(readSmppReceipt(deliver({ ...fields, ...text("") }))).toEqual(result);
    const bytes = Buffer.from("ID: m-9 STAT: UNDELIV");
    expect(readSmppReceipt(deliver(text(bytes)))).toEqual(result);
  });

  it.each<[string, SmppDelivery]>([
    ["a text from somebody", deliver({ esm_class: 0, ...text("id:1 stat:DELIVRD") })],
    ["a text under way", deliver(text("id:1 stat:ACCEPTD"))],
    ["an unknown state", deliver(text("id:1 stat:UNKNOWN"))],
    ["no id", deliver(text("stat:DELIVRD"))],
    ["no text", deliver({})],
    ["a state under way", deliver({ receipted_message_id: "1", message_state: 6 })],
  ])("reads nothing in %s", (_what, pdu) => {
    expect(readSmppReceipt(pdu)).toBeUndefined();
  });
});
