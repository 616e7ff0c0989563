import { createClient } from "@twinlatch/client";
import { language } from "../messages/messages.ts";

/** The console's own server: same origin, session in a cookie that scripts cannot read. */
export const client = createClient({ baseUrl: "", language });
