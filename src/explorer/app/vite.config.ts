import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/explore/',
  // The same icon.
  publicDir: '../../playground/app/public',
  worker: { format: 'es' },
  build: {
    outDir: '../../../dist/explorer',
    emptyOutDir: true,
    // A font in the style sheet would make each page carry every alphabet's.
    assetsInlineLimit: 0,
    // React and its controls, which each page needs.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      onLog(level, log, handle) {
        // "use client" at the head of a dependency's file means nothing to a page without server components.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
});
