import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import { CheckIcon, CloseIcon } from "./icon.tsx";
import styles from "./toast.module.css";

/** Long enough to be read twice; at least 6 s. */
const TOAST_MILLIS = 8_000;

interface Toast {
  readonly id: number;
  readonly text: string;
}

const ShowToast = createContext<(text: string) => void>(() => {});

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
  const show = useCallback((text: string) => {
    setToasts((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, text }]);
  }, []);
  const dismiss = useCallback((id: number) => {
    setToasts((before) => before.filter((toast) => toast.id !== id));
  }, []);
  return (
    <ShowToast value={show}>
      {children}
      {/* There before the first toast, or screen readers miss it. */}
      <div role="status" className={styles.region}>
        {toasts.map((toast) => (
          <ToastItem key={toast.id} toast={toast} dismissLabel={dismissLabel} onEnd={dismiss} />
        ))}
      </div>
    </ShowToast>
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
