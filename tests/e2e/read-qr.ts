import { scanImageData } from "@undecaf/zbar-wasm";
import type { Browser } from "playwright-core";

/**
 * Reads the QR codes on a screenshot (PNG) with ZBar, which shares no code with ours. The browser is
 * asked only to unpack the picture.
 */
export async function readQr(browser: Browser, screenshot: Buffer): Promise<string[]> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const { width, height, pixels } = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const drawing = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      if (drawing === null) throw new Error("This browser draws nothing");
      drawing.drawImage(bitmap, 0, 0);
      const { data } = drawing.getImageData(0, 0, bitmap.width, bitmap.height);
      const reader = new FileReader();
      reader.readAsDataURL(new Blob([data]));
      await new Promise((resolve) => reader.addEventListener("load", resolve));
      const { result } = reader;
      if (typeof result !== "string") throw new Error("This browser reads nothing");
      return { width: bitmap.width, height: bitmap.height, pixels: result };
    }, screenshot.toString("base64"));
    const symbols = await scanImageData({
      width,
      height,
      data: new Uint8ClampedArray(Buffer.from(pixels.replace(/^.*,/, ""), "base64")),
      colorSpace: "srgb",
    });
    return symbols.map((symbol) => symbol.decode());
  } finally {
    await context.close();
  }
}
