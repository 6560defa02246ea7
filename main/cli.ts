/** Entry of every Node process: its first argument says which. */
const modes = ['demo', 'hub', 'station', 'import', 'promote', 'restore']

const [mode] = process.argv.slice(2)
if (mode === undefined || !modes.includes(mode)) {
  console.error(`yihao: say what to run: ${modes.join(' | ')}`)
  process.exit(2)
}
console.error(`yihao: ${mode} is not part of this build`)
process.exit(1)
