import type { SecurityView } from "@twinlatch/client";
import { Actions, Banner, Button, Card, Form, RadioGroup, useToast } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/en.ts";
import { useChange } from "../../session/use-change.ts";
import { settingOptions } from "./setting-options.ts";

/** When to ask for a second step. */
export function SettingsCard({ security }: { readonly security: SecurityView }) {
  const [value, setValue] = useState(security.signInSetting);
  const [isUnchanged, setIsUnchanged] = useState(false);
  const { change, pending, error } = useChange();
  const showToast = useToast();

  function update() {
    setIsUnchanged(value === security.signInSetting);
    if (value === security.signInSetting) return;
    change("setSignInSetting", { body: { value } }, () =>
      showToast(messages.security.updatedToast),
    );
  }
  return (
    <Card title={messages.security.settingsTitle}>
      <Form onSubmit={update} pending={pending}>
        <RadioGroup
          legend={messages.security.settingsLegend}
          value={value}
          options={settingOptions(security)}
          onValueChange={(chosen) => {
            setValue(chosen);
            setIsUnchanged(false);
          }}
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
