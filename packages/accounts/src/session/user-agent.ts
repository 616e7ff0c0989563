/** What a `User-Agent` says of itself. Names of products, the same in every language. */
export interface UserAgentNames {
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
}

type Mark = readonly [name: string, mark: RegExp];

// In this order: most browsers also name those that they want to be taken for.
const BROWSERS: readonly Mark[] = [
  ["Edge", /\b(?:Edg|EdgA|EdgiOS)\//],
  ["Opera", /\b(?:OPR|OPT)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Vivaldi", /\bVivaldi\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|HeadlessChrome|CriOS)\//],
  ["Safari", /\bVersion\/\S+ .*\bSafari\//],
];

const SYSTEMS: readonly Mark[] = [
  ["iPhone", /\(iPhone;/],
  ["iPad", /\(iPad;/],
  ["Android", /\bAndroid\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Windows", /\bWindows NT\b/],
  ["macOS", /\bMacintosh\b/],
  ["Linux", /\bLinux\b/],
];

/**
 * Names the browser and the system that a `User-Agent` header claims; each is undefined where it is none
 * of the usual ones. A claim, not a fact: it helps the owner to recognise a session and decides nothing.
 */
export function readUserAgent(userAgent: string): UserAgentNames {
  const named = (marks: readonly Mark[]) => marks.find(([, mark]) => mark.test(userAgent))?.[0];
  return { browser: named(BROWSERS), system: named(SYSTEMS) };
}
