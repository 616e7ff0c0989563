import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2024",
    // The policy allows no inline script or style, and no data: URL but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Who reads the minified bundle should find the sources beside it.
    sourcemap: true,
    // Colours of both schemes stay as written.
    cssMinify: "lightningcss",
  },
  server: {
    host: "127.0.0.1",
    // Beside `npm start`: pages from here with every change at once, answers from there.
    proxy: { "/api": "http://localhost:4600" },
  },
});
