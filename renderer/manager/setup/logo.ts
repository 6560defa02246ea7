/** A picture chosen as the kiosks' logo, made small enough to travel with the settings. */

/** Room it is drawn in, CSS pixels twice over. */
const widest = 480
const highest = 160

/** The picture as a PNG data URL; undefined where it is none a browser can show. */
export async function logoOf(file: Blob): Promise<string | undefined> {
  try {
    const picture = await createImageBitmap(file)
    const small = Math.min(1, widest / picture.width, highest / picture.height)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * small))
    canvas.height = Math.max(1, Math.round(picture.height * small))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return canvas.toDataURL('image/png')
  } catch {
    return undefined
  }
}
