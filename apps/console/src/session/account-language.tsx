import { client } from "../api/client.ts";
import type { Language } from "../messages/language.ts";
import { LanguageSelect } from "../page/language-select.tsx";

/**
 * The choice of a language for the pages in this browser and the mails of the account. Where the server
 * cannot be told, the pages change all the same, and the next choice tells it again.
 */
export function AccountLanguage() {
  return <LanguageSelect onChoose={tellServer} />;
}

function tellServer(language: Language): Promise<unknown> {
  return client.call("setLanguage", { body: { language } });
}
