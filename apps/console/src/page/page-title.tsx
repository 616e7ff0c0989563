import { useContext, useEffect, useRef } from "react";
import { HasMovedOn } from "./has-moved-on.ts";

/**
 * The one h1 of a page. After moving on inside the app it takes the focus, unless a field of the page
 * has it, so that a screen reader reads where one is now, also when the link that was followed is still
 * there; on the first page the browser does that.
 */
export function PageTitle({ children }: { readonly children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const hasMovedOn = useContext(HasMovedOn);
  useEffect(() => {
    const { activeElement, body } = document;
    const isFree = activeElement === body || activeElement instanceof HTMLAnchorElement;
    if (hasMovedOn && isFree) heading.current?.focus();
  }, [hasMovedOn]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
