import { encodeQR } from "qr";
import { expect, it } from "vitest";
import { qrPath } from "./qr-path.ts";

const uri = "otpauth://totp/Twinlatch:ada%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Twinlatch";

it("draws exactly the dark modules, inside four modules of white", () => {
  const { size, path } = qrPath(uri);
  const drawn = new Set<string>();
  for (const [, x, y, width, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)) {
    expect(back).toBe(x);
    for (let i = 0; i < Number(width); i += 1) drawn.add(`${Number(x) + i},${y}`);
  }
  const dark = encodeQR(uri, "raw", { ecc: "medium", border: 4 }).flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`${x},${y}`] : [])),
  );
  expect([...drawn].toSorted()).toEqual(dark.toSorted());
  const all = [...drawn].flatMap((module) => module.split(",").map(Number));
  expect(Math.min(...all)).toBe(4);
  expect(Math.max(...all)).toBe(size - 5);
});
