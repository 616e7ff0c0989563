import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useState,
} from "react";
import { CheckIcon, CloseIcon } from "./icon.tsx";
import styles from "./toast.module.css";

/** Long enough to be read twice; at least 6 s. */
const TOAST_MILLIS = 8_000;
/** More would hide the page that they are about. */
const MAX_TOASTS = 2;

interface Toast {
  readonly id: number;
  readonly text: string;
}

interface Toasts {
  readonly toasts: readonly Toast[];
  readonly dismissLabel: string;
  readonly dismiss: (id: number) => void;
  /** The region that shows them: the one that came last, which is the topmost dialog's. */
  readonly regions: readonly string[];
  readonly addRegion: (id: string) => () => void;
}

const ShowToast = createContext<(text: string) => void>(() => {});
const ToastsContext = createContext<Toasts | null>(null);

/** Says that something was done. Never the only place of a message: it goes by itself. */
export function useToast(): (text: string) => void {
  return useContext(ShowToast);
}

export interface ToastProviderProps {
  readonly children: ReactNode;
  /** Name of the button that takes a toast away. */
  readonly dismissLabel: string;
}

export function ToastProvider({ children, dismissLabel }: ToastProviderProps) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const [regions, setRegions] = useState<readonly string[]>([]);
  const show = useCallback((text: string) => {
    setToasts((before) => {
      const others = before.filter((toast) => toast.text !== text);
      return [...others, { id: (before.at(-1)?.id ?? 0) + 1, text }].slice(-MAX_TOASTS);
    });
  }, []);
  const dismiss = useCallback((id: number) => {
    setToasts((before) => before.filter((toast) => toast.id !== id));
  }, []);
  const addRegion = useCallback((id: string) => {
    setRegions((before) => [...before, id]);
    return () => setRegions((before) => before.filter((region) => region !== id));
  }, []);
  const context = useMemo(
    () => ({ toasts, dismissLabel, dismiss, regions, addRegion }),
    [toasts, dismissLabel, dismiss, regions, addRegion],
  );
  return (
    <ShowToast value={show}>
      <ToastsContext value={context}>
        {children}
        <ToastRegion />
      </ToastsContext>
    </ShowToast>
  );
}

/**
 * Where toasts appear. Every dialog has one, because what lies outside a modal dialog is under it, can
 * not be pressed and is not read out.
 */
export function ToastRegion() {
  const context = useContext(ToastsContext);
  const id = useId();
  const addRegion = context?.addRegion;
  useLayoutEffect(() => addRegion?.(id), [addRegion, id]);
  if (context === null) return null;
  const { toasts, dismissLabel, dismiss, regions } = context;
  return (
    // There before the first toast, or screen readers miss it.
    <div role="status" className={styles.region}>
      {regions.at(-1) === id &&
        toasts.map((toast) => (
          <ToastItem key={toast.id} toast={toast} dismissLabel={dismissLabel} onEnd={dismiss} />
        ))}
    </div>
  );
}

interface ToastItemProps {
  readonly toast: Toast;
  readonly dismissLabel: string;
  readonly onEnd: (id: number) => void;
}

function ToastItem({ toast, dismissLabel, onEnd }: ToastItemProps) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onEnd(toast.id), TOAST_MILLIS);
    return () => clearTimeout(timer);
  }, [held, toast.id, onEnd]);
  return (
    <div
      className={styles.toast}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <CheckIcon />
      <p>{toast.text}</p>
      <button
        type="button"
        aria-label={dismissLabel}
        className={styles.dismiss}
        onClick={() => onEnd(toast.id)}
      >
        <CloseIcon />
      </button>
    </div>
  );
}
