import { encodeQR } from "qr";

/** Modules of white around the code; scanners need four (ISO/IEC 18004 §6.3.8). */
const QUIET_ZONE_MODULES = 4;

/** A QR code as an SVG path, one unit a module, quiet zone included. */
export interface QrPath {
  /** Width and height, in modules. */
  readonly size: number;
  readonly path: string;
}

/** Draws a text as a QR code, each run of dark modules in a row as one rectangle. */
export function qrPath(text: string): QrPath {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET_ZONE_MODULES });
  const path = rows.map((row, y) => rowPath(row, y)).join("");
  return { size: rows.length, path };
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < row.length; x += 1) {
    const start = x;
    while (row[x]) x += 1;
    if (x > start) path += `M${start} ${y}h${x - start}v1H${start}z`;
  }
  return path;
}
