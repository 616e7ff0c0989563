import {
  type KeyboardEvent,
  type ReactNode,
  type SyntheticEvent,
  useId,
  useLayoutEffect,
  useRef,
} from "react";
import styles from "./dialog.module.css";
import { rescueFocus } from "./rescue-focus.ts";
import { ToastRegion } from "./toast.tsx";

export interface DialogProps {
  readonly title: string;
  /** A line above the title, such as "Step 1 of 3". */
  readonly eyebrow?: string;
  readonly children: ReactNode;
  /** Called on Escape or the system's back gesture. Without it only the content's buttons close it. */
  readonly onClose?: (() => void) | undefined;
}

/**
 * A modal dialog, open as long as it is mounted: the native element traps the focus, makes the page
 * behind inert and gives the focus back to what opened it. A click outside never closes it, because
 * that would throw away what was typed.
 */
export function Dialog({ title, eyebrow, children, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    open(element);
    return () => {
      // Before React takes the element away: only closing it returns the focus.
      element.close();
      // What opened it may be gone by now, such as the row that was removed.
      rescueFocus(element);
    };
  }, []);

  function dismiss(event: SyntheticEvent) {
    event.preventDefault();
    onClose?.();
  }
  // Browsers let a second Escape close a dialog whatever its `cancel` handler says; taking the key is certain.
  function takeEscape(event: KeyboardEvent) {
    if (event.key === "Escape") dismiss(event);
  }
  // Closed by force, as some systems' back gesture does.
  function resist(event: SyntheticEvent<HTMLDialogElement>) {
    if (event.target !== event.currentTarget) return;
    if (onClose) onClose();
    else if (event.currentTarget.isConnected) open(event.currentTarget);
  }

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      onCancel={dismiss}
      onKeyDown={takeEscape}
      onClose={resist}
    >
      <div className={styles.content}>
        <div>
          {eyebrow && <p className={styles.eyebrow}>{eyebrow}</p>}
          <h2 id={titleId} tabIndex={-1} className={styles.title}>
            {title}
          </h2>
        </div>
        {children}
      </div>
      <ToastRegion />
    </dialog>
  );
}

/** The name of the attribute that marks what takes the focus when a dialog opens; else its title. */
export const DIALOG_FOCUS = "data-dialog-focus";

function open(dialog: HTMLDialogElement) {
  dialog.showModal();
  const first = dialog.querySelector<HTMLElement>(`[${DIALOG_FOCUS}]`);
  (first ?? dialog.querySelector<HTMLElement>("h2"))?.focus();
}
