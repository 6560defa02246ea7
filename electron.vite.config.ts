import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

// Two programs come out of `main`: the Electron entry, and the same hall for plain Node, which must never
// import Electron; and the workers that copy the ledger and make reports. Packages named in `dependencies` stay outside the bundles.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: 'main/index.ts',
          cli: 'main/cli.ts',
          copyWorker: 'main/ledger/copyWorker.ts',
          reportWorker: 'main/reports/reportWorker.ts',
        },
      },
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
    plugins: [
      vue(),
      {
        // electron-vite assumes pages opened from disk and makes every address relative. Ours always come from
        // a hub or station, at addresses of several depths (`/display`, `/v/TOKEN`).
        name: 'yihao:absolute-addresses',
        enforce: 'post',
        config: (config) => {
          config.base = '/'
        },
      },
    ],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // The same screens run in a television's or a phone's browser, not only in the Electron they ship with.
      target: 'es2022',
      rollupOptions: { input: { renderer: 'renderer/index.html', kiosk: 'kiosk/index.html' } },
    },
  },
})
