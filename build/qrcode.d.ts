// The published types of `qrcode` bring Node's along, which a screen must not see. These are of the part we use.
declare module 'qrcode' {
  interface QrCode {
    /** A square of `size` × `size` modules, row by row; 0 is light. */
    readonly modules: {
      readonly size: number
      readonly data: Uint8Array
      get(row: number, column: number): number
    }
  }
  export function create(text: string, options?: { errorCorrectionLevel?: 'L' | 'M' | 'Q' | 'H' }): QrCode
  const qrcode: { readonly create: typeof create }
  export default qrcode
}
