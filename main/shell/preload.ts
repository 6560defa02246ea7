/** The one thing a page learns from its shell: that it has one, and in which mode. Runs in the sandbox. */
import { contextBridge } from 'electron'

const flag = '--yihao-mode='
const mode = process.argv.find((arg) => arg.startsWith(flag))?.slice(flag.length)
contextBridge.exposeInMainWorld('yihaoShell', Object.freeze({ mode }))
