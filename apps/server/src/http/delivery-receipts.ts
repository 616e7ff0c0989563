import { API_BASE } from "@twinlatch/api-contract";
import type { ReceiptReader } from "@twinlatch/delivery";
import type { DeliveryReceipt } from "@twinlatch/verifier";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Edge } from "./edge.ts";

/** What providers report about texts, and whom it is told. */
export interface ReceiptDeps {
  /** By the provider's name. */
  readonly readers: ReadonlyMap<string, ReceiptReader>;
  readonly note: (receipt: DeliveryReceipt) => Promise<void>;
}

const PATH = `${API_BASE}/delivery-receipts/:provider`;
const RECEIPT_BYTES = 16_384;

/**
 * Takes the receipts of providers, in whatever form each sends them. One that its provider did not sign
 * is as absent as the receipts of an unknown provider, and changes nothing. Where no provider reports by
 * HTTP there is no such route.
 */
export function registerDeliveryReceipts({ app, refuse }: Edge, deps: ReceiptDeps): void {
  if (deps.readers.size === 0) return;
  const answer = async (
    request: FastifyRequest<{ Params: { provider: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const read = deps.readers.get(request.params.provider);
    const receipt = read?.({
      method: request.method,
      url: request.url,
      headers: request.headers,
      rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    });
    if (receipt === undefined || receipt === "forged") return refuse(reply, "not_found");
    if (receipt !== "ignored") await deps.note(receipt);
    return reply.code(204).send();
  };
  app.register(async (scope: FastifyInstance) => {
    // Their signatures are over the bytes as they came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: RECEIPT_BYTES }, takeBytes);
    scope.post(PATH, answer);
    scope.get(PATH, answer);
  });
}

function takeBytes(
  _request: FastifyRequest,
  body: Buffer | string,
  done: (error: Error | null, body?: unknown) => void,
): void {
  done(null, body);
}
