import type { CommonPasswords } from "@twinlatch/accounts";

/**
 * The 17,950 passwords of 8 or more characters in the list that zxcvbn-ts keeps, most of them from
 * published leaks. Shorter passwords are refused for their length before anybody asks here.
 */
export class CommonPasswordList implements CommonPasswords {
  readonly #passwords: ReadonlySet<string>;

  /** `passwords` in lower case. */
  constructor(passwords: Iterable<string>) {
    this.#passwords = new Set(passwords);
  }

  /** How many passwords are on the list. */
  get size(): number {
    return this.#passwords.size;
  }

  includes(password: string): boolean {
    return this.#passwords.has(password.toLowerCase());
  }
}

/** Loads the list: about 35 ms and 3 MB, so once at start. */
export async function loadCommonPasswordList(): Promise<CommonPasswordList> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const passwords = dictionary["passwords-common"];
  return new CommonPasswordList(passwords.filter((password) => password.length >= 8));
}
