/** One row per migration that was applied. */
export interface SchemaMigrationTable {
  number: number;
  name: string;
  /** The oldest binary this schema serves: it knows migrations up to this number. */
  serves_from: number;
}
