/** Cuts a text into its numbers and what stands between them. */
export interface Piece {
  readonly text: string
  readonly number: boolean
}

/** Ticket numbers, plain numbers, bands (`10–25`) and times of day (`09:00`). */
const numbers = /([A-Z]{0,2}\d+(?:[–:.]\d+)*)/

export function pieces(text: string): readonly Piece[] {
  return text
    .split(numbers)
    .map((piece, i) => ({ text: piece, number: i % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
