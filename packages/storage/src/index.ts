export { openStorage, type Storage, type StorageConfig } from "./open-storage.ts";
