import { type ComponentType, useEffect, useState } from "react";

/** A component whose code comes when it is first shown. */
export type OnDemand<Props> = ComponentType<Props> & {
  /** Fetches the code before that, since it will soon be needed. */
  fetchAhead(): void;
};

interface Came<Props> {
  readonly Component?: ComponentType<Props> | undefined;
  readonly fault?: Error;
}

/**
 * Shows a component when its code is there, `Fallback` or nothing until then; one that does not come is
 * thrown to the page's fault boundary. A page, which is what has a fallback, is loaded again instead where
 * it was only fetching ahead that failed: Chromium never fetches such a module again. React's `lazy` would
 * keep whatever it showed instead for 300 ms, even nothing, after the code has come.
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Fallback: ComponentType = Nothing,
): OnDemand<Props> {
  let loaded: ComponentType<Props> | undefined;
  let loading: Promise<ComponentType<Props>> | undefined;
  let hasFailedAhead = false;

  async function fetchCode(): Promise<ComponentType<Props>> {
    try {
      loaded = await (loading ??= load());
      return loaded;
    } catch (error) {
      // The next time may be better.
      loading = undefined;
      throw error;
    }
  }

  function Shown(props: Props) {
    const [{ Component, fault }, setCame] = useState<Came<Props>>(() => ({ Component: loaded }));
    useEffect(() => {
      let isShown = true;
      const show = (came: Came<Props>) => isShown && setCame(came);
      // Not whether it is there by now: it may have come after this was drawn without it.
      if (Component === undefined) {
        fetchCode().then(
          (code) => show({ Component: code }),
          (error: unknown) => {
            // Nothing was typed yet into what is not shown, and a page loaded at its own address fetches
            // nothing ahead: it is loaded again once.
            if (isShown && hasFailedAhead && Fallback !== Nothing) location.reload();
            else show({ fault: new Error("A part did not come", { cause: error }) });
          },
        );
      }
      return () => {
        isShown = false;
      };
    }, [Component]);
    if (fault !== undefined) throw fault;
    return Component === undefined ? <Fallback /> : <Component {...props} />;
  }

  return Object.assign(Shown, {
    fetchAhead() {
      // Whoever shows it says what was wrong.
      fetchCode().catch(() => (hasFailedAhead = true));
    },
  });
}

function Nothing() {
  return null;
}
