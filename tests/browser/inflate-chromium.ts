import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";

// Why a program of its own: the package unpacks into os.tmpdir(), which only a new process can
// point at a private folder.

const packaged = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "../bin");
const fonts = join(tmpdir(), "fonts");

await Promise.all(
  ["chromium.br", "al2023.tar.br", "fonts.tar.br"].map((name) => inflate(join(packaged, name))),
);
// The fonts.conf inside the package names folders of Amazon's machines.
await writeFile(
  join(fonts, "fonts.conf"),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="relative">cache</cachedir></fontconfig>
`,
);
