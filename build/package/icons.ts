/** Draws the program's icons from the product's mark: `node build/run.mjs node build/package/icons.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'

const root = join(import.meta.dirname, '..', '..')

/** The mark of renderer/components/BrandMark.vue at a size in pixels. */
function mark(size: number): Buffer {
  const canvas = createCanvas(size, size)
  const context = canvas.getContext('2d')
  context.scale(size / 44, size / 44)
  context.fillStyle = '#0a58a6'
  context.beginPath()
  context.roundRect(0, 0, 44, 44, 11)
  context.fill()
  context.fillStyle = '#fff'
  context.beginPath()
  context.roundRect(9, 19.5, 26, 5, 2.5)
  context.fill()
  context.fillStyle = '#ffc24a'
  context.beginPath()
  context.arc(35, 10, 4, 0, 2 * Math.PI)
  context.fill()
  return canvas.toBuffer('image/png')
}

/** A Windows icon: a list of sizes, each a whole PNG. */
function ico(sizes: readonly number[]): Buffer {
  const images = sizes.map(mark)
  const header = Buffer.alloc(6 + 16 * sizes.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(sizes.length, 4)
  let offset = header.length
  for (const [index, size] of sizes.entries()) {
    const at = 6 + 16 * index
    const { length = 0 } = images[index] ?? {}
    header.writeUInt8(size === 256 ? 0 : size, at)
    header.writeUInt8(size === 256 ? 0 : size, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += length
  }
  return Buffer.concat([header, ...images])
}

const icons = join(root, 'build', 'package', 'icons')
const shipped = join(root, 'resources', 'icons')
for (const folder of [icons, shipped]) mkdirSync(folder, { recursive: true })
for (const size of [16, 32, 48, 64, 128, 256, 512]) {
  const name = `${String(size)}x${String(size)}.png`
  writeFileSync(join(icons, name), mark(size))
}
writeFileSync(join(icons, 'icon.ico'), ico([16, 24, 32, 48, 64, 128, 256]))
writeFileSync(join(shipped, 'tray.png'), mark(32))
