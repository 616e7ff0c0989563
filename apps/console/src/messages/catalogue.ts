import type { english } from "./en.ts";

/** The shape of a part of the English catalogue, for any words. */
export type Widened<T> = T extends string
  ? string
  : T extends (...facts: infer Facts) => string
    ? (...facts: Facts) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };

/** Every visible text of the console, in one language. What English has no other may lack. */
export type Messages = Widened<typeof english>;
