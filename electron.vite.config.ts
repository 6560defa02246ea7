import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

// Two programs come out of `main`: the Electron entry, and the same hall for plain Node, which must never
// import Electron. Packages named in `dependencies` stay outside the bundles.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: { input: { index: 'main/index.ts', cli: 'main/cli.ts' } },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { preload: 'main/shell/preload.ts' },
        // A sandboxed preload script can only be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: '.',
    plugins: [vue()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rollupOptions: { input: { renderer: 'renderer/index.html', kiosk: 'kiosk/index.html' } },
    },
  },
});
