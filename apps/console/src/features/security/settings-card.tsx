import type { SecurityView, SignInSetting } from "@twinlatch/client";
import { Actions, Banner, Button, Card, Form, RadioGroup, useToast } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { settingOptions } from "./setting-options.ts";

/** The card's place on the page: `/account/security#sign-in-settings`. */
export const SIGN_IN_SETTINGS = "sign-in-settings";

/** When to ask for a second step. */
export function SettingsCard({ security }: { readonly security: SecurityView }) {
  /** What was chosen and not yet sent; null follows the setting. */
  const [chosen, setChosen] = useState<SignInSetting | null>(null);
  const [isUnchanged, setIsUnchanged] = useState(false);
  const { change, pending, error } = useChange();
  const showToast = useToast();
  const value = chosen ?? security.signInSetting;

  function choose(next: SignInSetting) {
    setChosen(next);
    setIsUnchanged(false);
  }
  function update() {
    if (value === security.signInSetting) return setIsUnchanged(true);
    change("setSignInSetting", { body: { value } }, () => {
      setChosen(null);
      showToast(messages.security.updatedToast);
    });
  }
  return (
    <Card id={SIGN_IN_SETTINGS} title={messages.security.settingsTitle}>
      <Form onSubmit={update} pending={pending}>
        <RadioGroup
          legend={messages.security.settingsLegend}
          value={value}
          options={settingOptions(security)}
          onValueChange={choose}
        />
        {error && (
          <Banner tone="danger" alert>
            {error}
          </Banner>
        )}
        <Actions>
          <Button type="submit" pending={pending}>
            {messages.security.update}
          </Button>
          <span role="status">{isUnchanged ? messages.security.unchanged : ""}</span>
        </Actions>
      </Form>
    </Card>
  );
}
