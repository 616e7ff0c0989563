import { resolve } from "node:path";
import { build } from "vite";
import { expect, it } from "vitest";
import { launchChromium } from "../browser/launch-chromium.ts";

const ON_DEMAND = resolve(import.meta.dirname, "../../apps/console/src/page/on-demand.tsx");

/**
 * The code comes between a drawing and what React does after it: the layout effect lets it come, and lasts
 * so long that the scheduler puts off the rest.
 */
const PROGRAM = `
import { createElement as h, useLayoutEffect } from "react";
import { createRoot } from "react-dom/client";
import { onDemand } from ${JSON.stringify(ON_DEMAND)};

let come;
const code = new Promise((resolve) => (come = resolve));
const Part = onDemand(() => code, { Coming: () => null, Missing: () => null });
function Slow() {
  useLayoutEffect(() => {
    come(() => h("p", null, "It is there"));
    const start = performance.now();
    while (performance.now() - start < 30);
  }, []);
  return null;
}
Part.fetchAhead();
const root = document.body.appendChild(document.createElement("div"));
createRoot(root).render([h(Part, { key: 1 }), h(Slow, { key: 2 })]);
`;

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    oxc: { jsx: { runtime: "automatic", development: false } },
    define: { "process.env.NODE_ENV": '"production"' },
    build: { write: false, rolldownOptions: { input: "virtual:program" } },
    plugins: [
      {
        name: "program",
        resolveId: (id) => (id === "virtual:program" ? resolve("program.js") : undefined),
        load: (id) => (id === resolve("program.js") ? PROGRAM : undefined),
      },
    ],
  });
  const [bundled] = [built].flat();
  if (bundled === undefined || !("output" in bundled)) throw new Error("Nothing was built");
  return bundled.output[0].code;
}

it("shows code that comes between the drawing and what follows it", async () => {
  const [browser, code] = await Promise.all([launchChromium(), bundle()]);
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ type: "module", content: code });
    await page.getByText("It is there").waitFor({ timeout: 3_000 });
    expect(await page.getByText("It is there").count()).toBe(1);
  } finally {
    await browser.close();
  }
});
