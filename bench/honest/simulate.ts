import { openTestInstallation } from "@twinlatch/testkit";
import { noticeSpraying } from "@twinlatch/verifier";
import { purgeExpired } from "../../apps/server/src/jobs/purge.ts";
import { DAY_MILLIS, Dice, HABITS } from "./habits.ts";
import { chooseNewPassword, replaceLostPhone, resetPassword } from "./mishaps.ts";
import { type Browser, type Person, type Scene, signUpPeople } from "./person.ts";
import { type Arrival, signInWithPhone } from "./sign-in.ts";
import { newTally, type Tally } from "./tally.ts";
import { guessOnce, type Thief } from "./thief.ts";

const YEAR_MILLIS = 365 * DAY_MILLIS;
const HOUR_MILLIS = DAY_MILLIS / 24;
const WEEKS_PER_YEAR = 52;
const CONSOLE_PROJECT = "prj_console";

interface Happening {
  readonly atMillis: number;
  readonly happen: () => Promise<number | undefined>;
}

/**
 * One year of the lives of so many people, on an installation of their own: the real rules, the real
 * SQLite storage, a clock that is moved. Hashing passwords and recovery codes is a stand-in: neither its
 * time nor its result matters here.
 */
export async function simulateYear(seed: string, people: number): Promise<Tally> {
  const installation = await openTestInstallation(`honest ${seed}`);
  const scene: Scene = { installation, dice: new Dice(seed), tally: newTally() };
  try {
    const crowd = await gather(scene, people);
    const thieves = chooseThieves(scene, crowd);
    await liveOneYear(scene, crowd, thieves);
    for (const { isPatient, guesses } of thieves) {
      scene.tally[isPatient ? "patientGuesses" : "greedyGuesses"].push(guesses);
    }
    const events = installation.rows.events();
    const count = (type: string) => events.filter((event) => event.type === type).length;
    scene.tally.falseAlarms += count("throttle.spraying_noticed");
    scene.tally.passwordsRetired += count("throttle.password_retired");
    return scene.tally;
  } finally {
    await installation.close();
  }
}

async function gather(scene: Scene, people: number): Promise<readonly Person[]> {
  const crowd: Person[] = [];
  const beginning = scene.installation.clock.nowMillis();
  while (crowd.length < people) {
    scene.installation.clock.set(beginning);
    crowd.push(...(await signUpPeople(scene, `person-${crowd.length}@example.org`)));
  }
  return crowd;
}

function chooseThieves({ dice }: Scene, crowd: readonly Person[]): readonly Thief[] {
  const thieves: Thief[] = [];
  for (const victim of crowd) {
    const { account } = victim;
    if (account.hasThief || !dice.happens(HABITS.stolenPasswords)) continue;
    account.hasThief = true;
    const isPatient = dice.happens(0.5);
    thieves.push({ victim, password: account.password, isPatient, guesses: 0 });
  }
  return thieves;
}

async function liveOneYear(
  scene: Scene,
  crowd: readonly Person[],
  thieves: readonly Thief[],
): Promise<void> {
  const { clock } = scene.installation;
  const begin = clock.nowMillis();
  const end = begin + YEAR_MILLIS;
  const pending: Happening[] = [];
  const plan = (atMillis: number, happen: Happening["happen"]) => {
    if (atMillis < end) insert(pending, { atMillis, happen });
  };
  for (const person of crowd) plan(nextSignIn(scene, begin), () => visit(scene, person));
  for (const person of crowd) {
    const lost = () => scene.dice.wait(HABITS.lostPhonesPerYear);
    plan(begin + lost(), async () => {
      await losePhone(scene, person);
      return clock.nowMillis() + lost();
    });
  }
  for (const thief of thieves) {
    plan(begin + scene.dice.number() * YEAR_MILLIS, () => guessOnce(scene, thief));
  }
  plan(begin, () => watch(scene));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    clock.set(Math.round(next.atMillis));
    const again = await next.happen();
    if (again !== undefined) plan(again, next.happen);
  }
}

/** Keeps the list so that the earliest is last. */
function insert(pending: Happening[], happening: Happening): void {
  let [low, high] = [0, pending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { atMillis } = pending[middle] ?? happening;
    if (atMillis > happening.atMillis) low = middle + 1;
    else high = middle;
  }
  pending.splice(low, 0, happening);
}

function nextSignIn({ dice }: Scene, fromMillis: number): number {
  return fromMillis + dice.wait(HABITS.signInsPerWeek * WEEKS_PER_YEAR);
}

/** What the server does by itself: here it looks for spraying every hour, and clears away every day. */
async function watch({ installation }: Scene): Promise<number> {
  const { clock, deps } = installation;
  await noticeSpraying(deps, CONSOLE_PROJECT);
  if (clock.nowMillis() % DAY_MILLIS < HOUR_MILLIS) {
    await purgeExpired(deps, new AbortController().signal);
  }
  return clock.nowMillis() + HOUR_MILLIS;
}

function chooseBrowser({ dice }: Scene, person: Person): Browser {
  const [browser] = person.browsers.splice(dice.below(person.browsers.length), 1);
  if (browser === undefined) throw new Error("A person has no browser");
  const isNew = dice.happens(HABITS.newBrowsersPerYear / (HABITS.signInsPerWeek * WEEKS_PER_YEAR));
  if (isNew) browser.tokens = [];
  person.browsers.push(browser);
  return browser;
}

async function visit(scene: Scene, person: Person): Promise<number> {
  const browser = chooseBrowser(scene, person);
  const isKnown = browser.tokens.length > 0;
  scene.tally.signIns += 1;
  const arrival = await signInWithPhone(scene, person, browser);
  if (arrival.done === undefined) await standOutside(scene, person, arrival, isKnown);
  else await arrive(scene, person, browser, { ...arrival, done: arrival.done });
  return nextSignIn(scene, scene.installation.clock.nowMillis());
}

async function arrive(
  scene: Scene,
  person: Person,
  browser: Browser,
  arrival: Arrival & Required<Pick<Arrival, "done">>,
): Promise<void> {
  const { clock, deps } = scene.installation;
  const { tally } = scene;
  tally.signInMillis.push(arrival.spentMillis);
  if (arrival.hadTrouble) tally.troubledMillis.push(arrival.spentMillis);
  const subject = { projectId: CONSOLE_PROJECT, subjectId: arrival.done.session.accountId };
  const isRetired = await deps.unitOfWork.read((stores) =>
    stores.passwordDoubts.isRetired(subject),
  );
  if (!isRetired) return;
  const begunAtMillis = clock.nowMillis();
  if (!person.account.hasThief) tally.lockedOutByRetirement += 1;
  await chooseNewPassword(scene, person, browser, arrival.done);
  tally.retiredMillis.push(arrival.spentMillis + clock.nowMillis() - begunAtMillis);
}

/** Somebody honest was refused: by whose fault, and the way back. */
async function standOutside(
  scene: Scene,
  person: Person,
  { keptOutBy, spentMillis }: Arrival,
  isKnown: boolean,
): Promise<void> {
  const { tally, installation } = scene;
  const { hasThief } = person.account;
  if (keptOutBy === "disabled") tally.lockedOutByDisabledFactor += 1;
  else if (!hasThief) tally.lockedOutByBudget += 1;
  else if (isKnown) tally.keptOutByThiefInKnownBrowser += 1;
  else tally.keptOutByThiefInNewBrowser += 1;
  if (!hasThief || keptOutBy === "disabled") return;
  const begunAtMillis = installation.clock.nowMillis();
  await resetPassword(scene, person);
  tally.retiredMillis.push(spentMillis + installation.clock.nowMillis() - begunAtMillis);
}

async function losePhone(scene: Scene, person: Person): Promise<void> {
  const browser = chooseBrowser(scene, person);
  const isBack = await replaceLostPhone(scene, person, browser);
  if (isBack === "back") return;
  if (!person.account.hasThief) scene.tally.lockedOutByBudget += 1;
  else scene.tally.keptOutByThiefInNewBrowser += 1;
}
