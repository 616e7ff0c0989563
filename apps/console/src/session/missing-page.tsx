import { Actions, Banner, Button } from "@twinlatch/ui";
import { messages } from "../messages/messages.ts";
import { AccountPage } from "./account-page.tsx";

/** In place of a page of the account that did not come: the others can still be opened. */
export function MissingPage() {
  return (
    <AccountPage title={messages.fault.title}>
      <Banner tone="danger" alert>
        {messages.fault.text}
      </Banner>
      <Actions>
        <Button variant="primary" onClick={() => location.reload()}>
          {messages.fault.reload}
        </Button>
      </Actions>
    </AccountPage>
  );
}
