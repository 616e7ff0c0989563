import {
  type KeyboardEvent,
  type ReactNode,
  type ToggleEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import styles from "./menu.module.css";
import { rescueFocus } from "./rescue-focus.ts";

export interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
  /** It takes something away. */
  readonly danger?: boolean;
}

export interface MenuProps {
  /** Name of the button that opens it, such as "More for iPhone". */
  readonly label: string;
  readonly trigger: ReactNode;
  /** Look of the button; default: a plain round one. */
  readonly triggerClassName?: string | undefined;
  /** A line above the items that says what they are about. */
  readonly header?: ReactNode;
  readonly items: readonly MenuItem[];
}

/** A button with a menu (ARIA APG "Menu Button"), on the browser's own popover: Escape and a click outside close it. */
export function Menu({ label, trigger, triggerClassName, header, items }: MenuProps) {
  const [open, setOpen] = useState(false);
  const popover = useRef<HTMLDivElement>(null);
  const menuId = useId();
  const anchor = useRef<HTMLDivElement>(null);

  // Its row can go while it has the focus, such as after the row was removed.
  useLayoutEffect(() => {
    const element = anchor.current;
    return () => {
      if (element?.contains(document.activeElement)) rescueFocus(element);
    };
  }, []);

  function follow(event: ToggleEvent) {
    setOpen(event.newState === "open");
    if (event.newState === "open") itemsOf(popover.current).at(0)?.focus();
  }
  function select(item: MenuItem) {
    // First, so that a dialog it opens gives the focus back to the button.
    popover.current?.hidePopover();
    item.onSelect();
  }
  return (
    <div ref={anchor} className={styles.anchor}>
      <button
        type="button"
        className={`${styles.trigger} ${triggerClassName ?? styles.round}`}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={menuId}
      >
        {trigger}
      </button>
      <div ref={popover} id={menuId} popover="auto" className={styles.popover} onToggle={follow}>
        {header && <div className={styles.header}>{header}</div>}
        <div role="menu" tabIndex={-1} aria-label={label} onKeyDown={moveFocus}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={`${styles.item} ${item.danger ? styles.danger : ""}`}
              onClick={() => select(item)}
            >
              {item.label}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item === document.activeElement);
  items[step(at, items.length)]?.focus();
}

function itemsOf(element: HTMLElement | null): HTMLElement[] {
  return [...(element?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
}
