import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { roles } from './main/shell/modes.ts'

// Two programs come out of `main`: the Electron entry, and the same hall for plain Node, which must never
// import Electron; and the workers that copy the ledger, make reports and read imported files. Packages named in `dependencies` stay outside the bundles.
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
          importWorker: 'main/importing/importWorker.ts',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // One file for each role with everything in it: a sandboxed preload script cannot load another.
      isolatedEntries: true,
      externalizeDeps: false,
      rollupOptions: {
        input: Object.fromEntries(roles.map((role) => [role, `main/shell/preload/${role}.ts`])),
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
      // The charts and the tables of the manager's page; no other screen loads them.
      chunkSizeWarningLimit: 1500,
      // The same screens run in a television's or a phone's browser, not only in the Electron they ship with.
      target: 'es2022',
      rollupOptions: {
        input: {
          renderer: 'renderer/index.html',
          kiosk: 'kiosk/index.html',
          shell: 'renderer/shell/index.html',
        },
      },
    },
  },
})
