import { openStorage } from "@twinlatch/storage";
import { createCopy } from "../postgres/create-database.ts";

/** Creates a PostgreSQL database that is migrated already, which takes longer than most tests. */
export function createMigratedDatabase(serverUrl: string): Promise<string> {
  return createCopy(serverUrl, "migrated", async (url) => {
    const storage = openStorage({ kind: "postgres", url });
    await storage.migrate();
    await storage.close();
  });
}
