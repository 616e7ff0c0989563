import type { Executor } from "./executor.ts";

/** How each store is made on an executor. */
export type StoreMakers<Stores> = {
  readonly [Name in keyof Stores]: (executor: Executor) => Stores[Name];
};

/**
 * Gives a unit of work its stores, each made when it is first asked for: there are many, a unit needs few
 * of them, and making all costs a session check more than its statement.
 */
export function makeWhenAsked<Stores extends object>(
  makers: StoreMakers<Stores>,
): (executor: Executor) => Stores {
  class LazyStores {
    readonly executor: Executor;
    readonly made: unknown[] = [];

    constructor(executor: Executor) {
      this.executor = executor;
    }
  }
  const named = Object.entries<(executor: Executor) => unknown>(makers);
  for (const [index, [name, make]] of named.entries()) {
    Object.defineProperty(LazyStores.prototype, name, {
      get(this: LazyStores) {
        return (this.made[index] ??= make(this.executor));
      },
    });
  }
  // It has a getter for every store by now, which the compiler does not see.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (executor) => new LazyStores(executor) as object as Stores;
}
