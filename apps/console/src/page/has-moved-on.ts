import { createContext, useState } from "react";
import { useLocation } from "wouter";

/** Whether this is no longer the page that the browser loaded. */
export const HasMovedOn = createContext(false);

export function useHasMovedOn(): boolean {
  const [location] = useLocation();
  const [first] = useState(location);
  const [hasMovedOn, setHasMovedOn] = useState(false);
  if (location !== first && !hasMovedOn) setHasMovedOn(true);
  return hasMovedOn;
}
