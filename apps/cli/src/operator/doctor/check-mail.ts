import { checkSmtp, SmtpConfigError } from "@twinlatch/delivery";
import { type Check, good, skipped, wrong } from "./check.ts";

/** The mail server answers and takes the password; nothing is sent. */
export const mailCheck: Check = {
  name: "mail",
  async run({ env, settings }) {
    const url = env["TWINLATCH_SMTP_URL"]?.trim();
    if (!url) return skipped("No mail server is set: development keeps mail in its outbox.");
    try {
      const failure = await checkSmtp({ url, requireTls: settings.mode === "production" });
      return failure === undefined
        ? good("The server answers and takes the password.")
        : wrong(`The server cannot be used: ${failure}.`);
    } catch (error) {
      if (error instanceof SmtpConfigError) return wrong(error.message);
      throw error;
    }
  },
};
