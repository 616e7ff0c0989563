// Why: a fresh clone has no dependencies, no Node 24 and no built console. This module brings all
// three about, only when something changed, for whoever is about to need them. It runs on any
// Node >= 18 and imports nothing that would have to be installed first.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE_MAJOR = 18;
/** The first Node that strips types without a flag. */
const TYPE_STRIPPING_NODE = [22, 18];

/** Something the person at the keyboard can put right; printed without a stack. */
export class PreparationError extends Error {}

/**
 * @typedef {object} Project
 * @property {string} root Folder of package.json, absolute.
 */

/** @type {Project} */
export const thisProject = { root: fileURLToPath(new URL("..", import.meta.url)) };

/** @param {Project} project */
function stampFile({ root }, /** @type {string} */ name) {
  return join(root, "node_modules/.cache/twinlatch", name);
}

function readStamp(/** @type {string} */ file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function writeStamp(/** @type {string} */ file, /** @type {string} */ content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function sha256(/** @type {string | Buffer} */ content) {
  return createHash("sha256").update(content).digest("hex");
}

export function requireNode(/** @type {string} */ version) {
  if (Number.parseInt(version, 10) >= OLDEST_NODE_MAJOR) return;
  throw new PreparationError(
    `This is Node ${version}; Twinlatch needs Node ${OLDEST_NODE_MAJOR} or newer to install itself.\n` +
      "Get a current one from https://nodejs.org and run the same command again.",
  );
}

/**
 * Runs `npm ci` unless node_modules fits package-lock.json on this platform already.
 * @param {Project} project
 */
export function installDependencies(project) {
  const lockfile = join(project.root, "package-lock.json");
  const wanted = `${process.platform}-${process.arch} ${sha256(readFileSync(lockfile))}`;
  const stamp = stampFile(project, "installed");
  if (readStamp(stamp) === wanted) return;
  if (!matchesInstalled(project, lockfile)) {
    console.error("Installing the dependencies …");
    // Warnings are about the Node that installs, which is not the one that runs.
    runNpm(project, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
  writeStamp(stamp, wanted);
}

/**
 * Whether someone ran npm by hand since: npm keeps its own record of what it installed.
 * @param {Project} project
 */
function matchesInstalled({ root }, /** @type {string} */ lockfile) {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(lockfile, "utf8")).packages;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  const isInstalled = (/** @type {string} */ path) =>
    installed[path] === undefined
      ? wanted[path].optional === true
      : installed[path].version === wanted[path].version;
  return (
    Object.keys(installed).every((path) => path in wanted) &&
    Object.keys(wanted).every((path) => path === "" || isInstalled(path))
  );
}

/** @param {Project} project */
function runNpm({ root }, /** @type {string[]} */ args) {
  // npm names itself to the scripts it runs; that one works, whatever the PATH says.
  const script = process.env["npm_execpath"];
  const [command, prefix] =
    script !== undefined && /npm-cli\.c?js$/.test(script)
      ? [process.execPath, [script]]
      : [process.platform === "win32" ? "npm.cmd" : "npm", []];
  const result = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "pipe"],
    encoding: "utf8",
    shell: command === "npm.cmd",
  });
  process.stderr.write(result.stderr ?? "");
  if (result.error !== undefined && "code" in result.error && result.error.code === "ENOENT") {
    throw new PreparationError(
      "npm was not found. It comes with Node: https://nodejs.org, or install your system's npm package.",
    );
  }
  if (result.status !== 0) throw new PreparationError(explainFailure(args, result.stderr ?? ""));
}

function explainFailure(/** @type {string[]} */ args, /** @type {string} */ output) {
  const failed = `npm ${args[0]} failed (its messages are above).`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(output)) {
    return `${failed}\nThe package registry cannot be reached. The first start needs the network (or a filled npm cache); later ones do not.`;
  }
  return failed;
}

/**
 * The executable of the Node this project runs on: the one npm installed for it, or the running one
 * where that package has no binary for the platform and the running one strips types.
 * @param {Project} project
 */
export function findProjectNode({ root }) {
  const installed = join(
    root,
    "node_modules/node/bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (existsSync(installed)) return installed;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = TYPE_STRIPPING_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor))
    return process.execPath;
  throw new PreparationError(
    "npm installed no Node 24 for this project. If `npm config get ignore-scripts` says true, run\n" +
      `\`npm rebuild node\`; otherwise use Node ${TYPE_STRIPPING_NODE.join(".")} or newer (this is ${process.versions.node}).`,
  );
}

/**
 * Builds the console with Vite unless it was built from exactly these files.
 * @param {Project} project
 */
export function buildConsole(project) {
  const folder = join(project.root, "apps/console");
  const stamp = stampFile(project, "console-built");
  const wanted = fingerprint([
    ...workspaceFolders(project, folder),
    join(project.root, "package-lock.json"),
  ]);
  if (readStamp(stamp) === wanted && existsSync(join(folder, "dist/index.html"))) return;
  console.error("Building the console …");
  const vite = join(project.root, "node_modules/vite/bin/vite.js");
  const result = spawnSync(findProjectNode(project), [vite, "build", "--logLevel", "warn"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (result.status !== 0) throw new PreparationError("The console did not build (see above).");
  writeStamp(stamp, wanted);
}

/**
 * The folder of a workspace and of every workspace it depends on.
 * @param {Project} project
 * @returns {string[]}
 */
function workspaceFolders(project, /** @type {string} */ folder, seen = new Set()) {
  seen.add(folder);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) {
    const dependency = join(project.root, "packages", name.replace("@twinlatch/", ""));
    if (name.startsWith("@twinlatch/") && !seen.has(dependency)) {
      workspaceFolders(project, dependency, seen);
    }
  }
  return [...seen];
}

/** One hash over name, size and time of change of every file below the given paths. */
function fingerprint(/** @type {string[]} */ paths) {
  const lines = [];
  const queue = [...paths];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const stat = statSync(path);
    if (!stat.isDirectory()) {
      lines.push(`${path} ${stat.size} ${stat.mtimeMs}`);
      continue;
    }
    for (const name of readdirSync(path)) {
      // Outputs: they change because of a build, not before one.
      if (name === "dist" || name === "node_modules" || name.endsWith(".tsbuildinfo")) continue;
      queue.push(join(path, name));
    }
  }
  return sha256(lines.sort().join("\n"));
}

/**
 * Runs an entry script to its exit code; what the person can put right is printed as one message.
 * @param {() => number | Promise<number>} main
 */
export async function runEntry(main) {
  try {
    requireNode(process.versions.node);
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
