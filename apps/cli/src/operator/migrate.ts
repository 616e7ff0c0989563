import { openInstallationStorage } from "@twinlatch/installation";
import { type Command, done } from "../frame/command.ts";
import { readOperatorSettings } from "./open-installation.ts";

/** What the server does at its start, for those who want it to happen before. */
export const migrate: Command = {
  name: "migrate",
  summary: "bring the database up to date, creating it when there is none",
  async run({ terminal }) {
    const storage = openInstallationStorage(readOperatorSettings(terminal));
    try {
      const { applied } = await storage.migrate();
      const lines = applied.map((name) => `Applied ${name}`);
      return done({ applied }, lines.length > 0 ? lines : ["The database is up to date."]);
    } finally {
      await storage.close();
    }
  },
};
