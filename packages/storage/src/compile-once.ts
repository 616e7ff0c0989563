import type { Compilable, CompiledQuery, Kysely } from "kysely";
import type { Executor, StatementResult } from "./executor.ts";
import type { Schema } from "./schema/schema.ts";

/** Stands for a parameter while its statement is compiled. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A statement compiled at most once per database, run with new parameters each time. */
export interface Statement<Parameters, Row> {
  /** Runs it and returns the rows. */
  all(executor: Executor, parameters: Parameters): Promise<readonly Row[]>;
  /** Runs it and returns the first row. */
  first(executor: Executor, parameters: Parameters): Promise<Row | undefined>;
  /** Runs it and returns how many rows it changed. */
  change(executor: Executor, parameters: Parameters): Promise<number>;
}

/**
 * Makes a statement out of a Kysely query.
 *
 * Building and compiling a query costs several times what running it does, so it happens once. The
 * build function gets stand-ins under the names of its parameters and may only hand them on: their
 * values come with each run. Every member of `parameters` must be given, `null` for SQL's null.
 */
export function compileOnce<Parameters extends object, Row>(
  build: (db: Kysely<Schema>, parameters: Parameters) => Compilable<Row>,
): Statement<Parameters, Row> {
  const anyPlaceholder = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) });
  // It has every member one can ask for, and nobody looks into them before they are replaced.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const placeholders = anyPlaceholder as Parameters;
  const compiledByBuilder = new WeakMap<Kysely<Schema>, CompiledQuery<Row>>();

  function run(executor: Executor, parameters: Parameters): Promise<StatementResult<Row>> {
    let compiled = compiledByBuilder.get(executor.builder);
    if (compiled === undefined) {
      compiled = build(executor.builder, placeholders).compile();
      compiledByBuilder.set(executor.builder, compiled);
    }
    return executor.execute({ ...compiled, parameters: fill(compiled.parameters, parameters) });
  }

  return {
    all: async (executor, parameters) => (await run(executor, parameters)).rows,
    first: async (executor, parameters) => (await run(executor, parameters)).rows[0],
    change: async (executor, parameters) => (await run(executor, parameters)).affectedRows,
  };
}

function fill(template: readonly unknown[], parameters: object): unknown[] {
  const values: Readonly<Record<string, unknown>> = { ...parameters };
  return template.map((value) => (value instanceof Placeholder ? values[value.name] : value));
}
