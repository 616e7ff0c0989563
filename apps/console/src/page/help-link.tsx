import { messages } from "../messages/messages.ts";
import { PATHS } from "../paths.ts";

/** Opens the help beside the page: what somebody is in the middle of stays as it is. */
export function HelpLink() {
  return (
    <a href={PATHS.help} target="_blank" rel="noopener">
      {messages.common.help}
    </a>
  );
}
