/** A table as the database itself describes it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** The columns of its primary key, in their order. */
  readonly key: readonly string[];
  /** The tables that its foreign keys point at. */
  readonly references: readonly string[];
  /** A column that the database itself numbers. */
  readonly sequence: string | undefined;
}

/** Sorts tables so that each comes after those it points at. */
export function sortByReference(tables: readonly TableShape[]): readonly TableShape[] {
  const sorted: TableShape[] = [];
  const add = (table: TableShape): void => {
    if (sorted.includes(table)) return;
    for (const name of table.references) {
      const target = tables.find((candidate) => candidate.name === name);
      if (target !== undefined && target !== table) add(target);
    }
    sorted.push(table);
  };
  for (const table of tables) add(table);
  return sorted;
}
