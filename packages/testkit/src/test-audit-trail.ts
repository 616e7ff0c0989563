import { hash } from "node:crypto";
import { Ed25519AuditSigner, type KeyRingSource } from "@twinlatch/platform-node";
import {
  type AuditEvent,
  type AuditHead,
  type AuditSealer,
  type AuditTrailDeps,
  createAuditSealer,
  type Random,
  type SequencedEvent,
} from "@twinlatch/verifier";
import { FixedClock } from "./fixed-clock.ts";
import { MemoryAuditTrail } from "./memory-audit-trail.ts";
import { SeededRandom } from "./seeded-random.ts";
import { TestKeyRing } from "./test-key-ring.ts";

export const TEST_PROJECT = "prj_a";

/** An audit trail in memory with its keys and its clock. */
export class TestAuditTrail {
  readonly clock = new FixedClock();
  readonly ring = new TestKeyRing("audit");
  readonly random: Random = new SeededRandom("audit");
  readonly memory: MemoryAuditTrail;
  readonly sealer: AuditSealer;
  #count = 0;

  /** `commitsInOrder`: as SQLite does; PostgreSQL does not. */
  constructor(commitsInOrder = true) {
    this.memory = new MemoryAuditTrail(commitsInOrder);
    this.sealer = createAuditSealer(this.deps);
  }

  get deps(): AuditTrailDeps & { readonly random: Random } {
    return this.under(this.ring);
  }

  /** The same trail, with another ring's keys. */
  under(ring: KeyRingSource): AuditTrailDeps & { readonly random: Random } {
    const { clock, memory, random } = this;
    const digest = (text: string) => hash("sha256", text, "base64url");
    return {
      auditSigner: new Ed25519AuditSigner(ring),
      auditTrail: memory,
      clock,
      random,
      tokenHash: { digest },
    };
  }

  /** Records so many events, of three people and of nobody in turn. */
  async record(count: number, facts: Partial<AuditEvent> = {}): Promise<void> {
    await this.memory.write(async ({ audit }) => {
      for (let index = 0; index < count; index += 1) await audit.append(this.#newEvent(facts));
    });
  }

  /** Seals until nothing is left, and returns how many. */
  async seal(by: AuditSealer = this.sealer): Promise<number> {
    let total = 0;
    for (let sealed = await by.sealNext(); sealed > 0; sealed = await by.sealNext()) {
      total += sealed;
    }
    return total;
  }

  /** Changes a recorded event, as somebody does who has the database and not the keys. */
  edit(sequence: number, facts: Partial<SequencedEvent>): void {
    this.memory.change(({ events }) => ({
      events: events.map((event) => (event.sequence === sequence ? { ...event, ...facts } : event)),
    }));
  }

  /** The newest head of the project. */
  lastHead(projectId: string = TEST_PROJECT): AuditHead {
    const head = this.memory.kept.heads
      .filter((candidate) => candidate.kind === "head" && candidate.projectId === projectId)
      .toSorted((one, other) => one.position - other.position)
      .at(-1);
    if (head === undefined) throw new Error("There is no head");
    return head;
  }

  #newEvent(facts: Partial<AuditEvent>): AuditEvent {
    this.#count += 1;
    const count = this.#count;
    return {
      id: `evt_${count}`,
      atMillis: this.clock.nowMillis(),
      projectId: TEST_PROJECT,
      subjectId: ["ada", "bob", undefined, "eve"][count % 4],
      type: "sign_in.password",
      outcome: "allowed",
      origin: { ip: "192.0.2.1", userAgent: `Agent/${count}`, requestId: `req_${count}` },
      ...facts,
    };
  }
}
