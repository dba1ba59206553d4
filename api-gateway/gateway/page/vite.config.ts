import { defineConfig } from "vite";

/** Everything comes from the gateway, under a content policy that allows no inline script, style or data: module. */
export default defineConfig({
  build: {
    assetsInlineLimit: 0,
    // What is bundled asks for its licence to go with it.
    license: { fileName: "assets/licences.md" },
    modulePreload: { polyfill: false },
    // three.js is one chunk, loaded when there is something to show.
    chunkSizeWarningLimit: 800,
  },
  worker: { format: "es" },
});
