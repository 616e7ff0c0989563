// A process that kills itself: `node killed-migration.ts <storage configuration as JSON> <n>`. Migrates, and dies
// after its nth statement; ends with 0 when there were fewer.
import { migrate } from "../../packages/storage/src/migrate.ts";
import { MIGRATIONS } from "../../packages/storage/src/migrations/migrations.ts";
import { openDatabase } from "../../packages/storage/src/open-database.ts";

const database = openDatabase(JSON.parse(process.argv[2] ?? ""));
let left = Number(process.argv[3]);

await migrate(
  {
    ...database,
    migrate: (work) =>
      database.migrate((executor) =>
        work({
          ...executor,
          async execute(statement) {
            const result = await executor.execute(statement);
            left -= 1;
            if (left === 0) process.kill(process.pid, "SIGKILL");
            return result;
          },
        }),
      ),
  },
  MIGRATIONS,
);
await database.close();
