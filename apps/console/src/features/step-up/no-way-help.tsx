import { useQuery } from "@tanstack/react-query";
import type { Challenge } from "@twinlatch/client";
import { Actions, Button } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useSession } from "../../session/session-context.ts";
import { securityQuery } from "../../session/session-query.ts";
import { listedFactors } from "../security/security-state.ts";
import styles from "./step-up.module.css";

/** What helps somebody signed in who can confirm in none of the ways. */
export function NoWayHelp(props: {
  readonly challenge: Challenge;
  readonly onBack?: (() => void) | undefined;
  readonly onCancel: () => void;
}) {
  const { client } = useSession();
  const { data: security } = useQuery(securityQuery(client));
  const factors = security ? listedFactors(security) : [];
  const isPhonesOnly = factors.length > 0 && factors.every(({ kind }) => kind === "sms");
  // A text confirms only where there is nothing stronger.
  const doesPhoneCount = props.challenge.factors.some(({ kind }) => kind === "sms");
  const remaining = security?.recoveryCodes?.remaining ?? 0;
  return (
    <>
      <p>{messages.stepUp.noWayIntro}</p>
      <ol className={styles.help}>
        <li>
          {remaining > 0 ? messages.stepUp.noWayCodes(remaining) : messages.stepUp.noWayNoCodes}
        </li>
        {doesPhoneCount && <li>{messages.sms.noWayNumber}</li>}
        {!isPhonesOnly && <li>{messages.stepUp.noWayReplace}</li>}
        <li>{messages.stepUp.noWayOperator(location.host)}</li>
      </ol>
      <Actions>
        {props.onBack && <Button onClick={props.onBack}>{messages.common.back}</Button>}
        <Button onClick={props.onCancel}>{messages.common.cancel}</Button>
      </Actions>
    </>
  );
}
