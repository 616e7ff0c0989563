export type { StorageConfig } from "./open-database.ts";
export { openStorage, type Storage } from "./open-storage.ts";
