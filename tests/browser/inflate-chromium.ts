import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";

// Why a program of its own: the package unpacks into os.tmpdir(), which only a new process can
// point at a private folder.

// usage: inflate-chromium.ts <the folder this one will be renamed to>
const home = process.argv[2] ?? tmpdir();
const packaged = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "../bin");

await Promise.all(
  ["chromium.br", "al2023.tar.br", "fonts.tar.br"].map((name) => inflate(join(packaged, name))),
);
// The fonts.conf inside the package names folders of Amazon's machines.
await writeFile(
  join(tmpdir(), "fonts/fonts.conf"),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${home}/fonts/fonts</dir><cachedir>${home}/fonts-cache</cachedir></fontconfig>
`,
);
