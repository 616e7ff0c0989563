import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The server hands out ready-made copies: it compresses nothing itself (and so leaks no lengths). */
function compressAssets(): Plugin {
  let folder = "";
  return {
    name: "compress-assets",
    apply: "build",
    configResolved(config) {
      folder = join(config.root, config.build.outDir, config.build.assetsDir);
    },
    closeBundle() {
      for (const name of readdirSync(folder).filter((each) => /\.(?:js|css)$/.test(each))) {
        const content = readFileSync(join(folder, name));
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressAssets()],
  build: {
    target: "es2024",
    // The policy allows no inline script or style.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Who reads the minified bundle finds the sources beside it.
    sourcemap: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // The page waits for the catalogue of its language; what a catalogue needs must not be in the page.
          groups: [{ name: "time-text", test: /messages\/time-text\.ts$/ }],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    // Beside `npm start`: pages from here with every change at once, answers from there.
    proxy: { "/api": "http://localhost:4600" },
  },
});
