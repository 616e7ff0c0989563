import { type ComponentType, useEffect, useState } from "react";

/** A page whose code comes when it is first shown. */
export type OnDemand = ComponentType & {
  /** Fetches the code before that, since it will soon be needed. */
  fetchAhead(): void;
};

/** What is shown in place of a page. */
export interface Instead {
  /** While its code is on its way. */
  readonly Coming: ComponentType;
  /** When that did not come. */
  readonly Missing: ComponentType;
}

/** How fetching a page's code ended; nothing while it is on its way. */
interface Came {
  readonly Page?: ComponentType | undefined;
  readonly isMissing?: boolean;
}

/**
 * A page that is shown when its code is there. Where it was only fetching ahead that failed, the document is
 * loaded anew: Chromium keeps a module's failure for as long as the document is open. React's `lazy` would
 * keep whatever it showed instead for 300 ms, even nothing, after the code has come.
 */
export function onDemand(
  load: () => Promise<ComponentType>,
  { Coming, Missing }: Instead,
): OnDemand {
  let loaded: ComponentType | undefined;
  let loading: Promise<ComponentType> | undefined;
  let hasFailedAhead = false;

  async function fetchCode(): Promise<ComponentType> {
    try {
      loaded = await (loading ??= load());
      return loaded;
    } catch (error) {
      // The next time may be better.
      loading = undefined;
      throw error;
    }
  }

  function Shown() {
    const [{ Page, isMissing }, setCame] = useState<Came>(() => ({ Page: loaded }));
    useEffect(() => {
      let isShown = true;
      const show = (came: Came) => isShown && setCame(came);
      // Not whether it is there by now: it may have come after this was drawn without it.
      if (Page === undefined) {
        fetchCode().then(
          (code) => show({ Page: code }),
          () => {
            // Nothing was typed yet into what is not shown, and a page loaded at its own address fetches
            // nothing ahead: it is loaded again once.
            if (isShown && hasFailedAhead) location.reload();
            else show({ isMissing: true });
          },
        );
      }
      return () => {
        isShown = false;
      };
    }, [Page]);
    if (isMissing) return <Missing />;
    return Page === undefined ? <Coming /> : <Page />;
  }

  return Object.assign(Shown, {
    fetchAhead() {
      // Whoever shows it says what was wrong.
      fetchCode().catch(() => (hasFailedAhead = true));
    },
  });
}
