import { useEffect, useState } from "react";

/** Where the error of a failed `import()` says which file did not come, as Chromium's and Firefox's do. */
const ADDRESS = /https?:\/\/\S+\.js$/;

/**
 * Code that comes when it is first needed, and is fetched anew each time that it failed to come. Chromium
 * keeps a module's failure for as long as the document is open (until it follows whatwg/html#10327), so a
 * second try asks for the file under another address.
 *
 * Only for code that the build makes one file of, and that nothing else imports: what it imports was there
 * before it, and is there once.
 */
export function codeOnDemand<Code>(load: () => Promise<Code>): () => Promise<Code> {
  let loaded: { readonly code: Code } | undefined;
  let failures = 0;

  async function fetchCode(): Promise<Code> {
    try {
      return await load();
    } catch (error) {
      failures += 1;
      const [address] = ADDRESS.exec(String(error)) ?? [];
      if (failures === 1 || address === undefined) throw error;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is the same file
      return (await import(/* @vite-ignore */ `${address}?again=${failures}`)) as Code;
    }
  }
  return async () => {
    loaded ??= { code: await fetchCode() };
    return loaded.code;
  };
}

/** What has become of code on demand. */
export interface ArrivingCode<Code> {
  /** Undefined until it has come. */
  readonly code: Code | undefined;
  readonly isComing: boolean;
  readonly isMissing: boolean;
}

/** Fetches code as soon as something wants it, and again for everything else that does; null wants nothing. */
export function useCode<Code>(
  fetchCode: () => Promise<Code>,
  wanted: object | null,
): ArrivingCode<Code> {
  const [code, setCode] = useState<Code>();
  const [missedBy, setMissedBy] = useState<object | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    let isWanted = true;
    fetchCode().then(
      (came) => isWanted && setCode(() => came),
      () => isWanted && setMissedBy(wanted),
    );
    return () => {
      isWanted = false;
    };
  }, [fetchCode, wanted]);
  const isMissing = wanted !== null && missedBy === wanted;
  return { code, isComing: wanted !== null && code === undefined && !isMissing, isMissing };
}
