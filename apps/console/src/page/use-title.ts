import { useEffect } from "react";
import { messages } from "../messages/messages.ts";
import { PRODUCT_NAME } from "../product.ts";

/** Sets the window's title: "Screen – Product", with "Error: " in front while a form shows one. */
export function useTitle(screen: string, hasError = false): void {
  useEffect(() => {
    const title = messages.common.title(screen, PRODUCT_NAME);
    document.title = hasError ? messages.common.errorTitle(title) : title;
  }, [screen, hasError]);
}
