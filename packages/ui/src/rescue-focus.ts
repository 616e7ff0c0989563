/**
 * Gives the focus to the page's content when it is lost, or about to be lost with `leaving`: whoever
 * works by keyboard would otherwise start again at the top of the document.
 */
export function rescueFocus(leaving: HTMLElement): void {
  const { activeElement, body } = document;
  if (activeElement === body || leaving.contains(activeElement)) {
    document.querySelector("main")?.focus();
  }
}
