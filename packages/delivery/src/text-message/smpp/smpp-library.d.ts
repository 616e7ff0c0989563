// What we use of the package `smpp`, which has no types of its own. Names are those of SMPP 3.4.
declare module "smpp" {
  import type { EventEmitter } from "node:events";
  import type { Socket } from "node:net";

  interface Pdu {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    /** Of `submit_sm_resp`. */
    readonly message_id?: unknown;
    /** Of `deliver_sm`. */
    readonly esm_class?: unknown;
    readonly short_message?: unknown;
    readonly message_payload?: unknown;
    readonly receipted_message_id?: unknown;
    readonly message_state?: unknown;
    isResponse(): boolean;
    response(fields?: Readonly<Record<string, unknown>>): Pdu;
  }

  class Session extends EventEmitter {
    constructor(options: { readonly socket: Socket });
    /** False when the connection takes no more: nothing was written. */
    send(pdu: Pdu, onResponse?: (pdu: Pdu) => void): boolean;
    destroy(): void;
  }

  interface Encoding {
    match(text: string): boolean;
    encode(text: string): Buffer;
  }

  const smpp: {
    readonly Session: typeof Session;
    readonly PDU: new (command: string, fields?: Readonly<Record<string, unknown>>) => Pdu;
    readonly encodings: {
      /** GSM 03.38, one septet an octet. */
      readonly ASCII: Encoding;
      readonly LATIN1: Encoding;
      readonly UCS2: Encoding;
    };
  };

  export type { Pdu, Session };
  export default smpp;
}
