import { expect, it } from "vitest";
import { launchChromium } from "./launch-chromium.ts";

it("runs a browser that came as a package, with a font to draw with", async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.setContent("<span style='font: 40px sans-serif'>123456</span>");
    expect((await page.locator("span").boundingBox())?.width).toBeGreaterThan(100);
  } finally {
    await browser.close();
  }
});
