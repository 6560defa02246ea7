/** Virtual time: what is to happen, in order of its time and, at the same time, of its being planned. */

interface Task {
  readonly atMs: number
  readonly order: number
  readonly run: () => void
}

/** See the head of this file. Time moves only from task to task. */
export class Timeline {
  #nowMs = 0
  #planned = 0
  #done = 0
  /** A heap: each task is before both of its children. */
  readonly #heap: Task[] = []

  /** Milliseconds since the run began; never jumps, as no machine's own clock does. */
  get nowMs(): number {
    return this.#nowMs
  }

  /** Tasks carried out so far. */
  get steps(): number {
    return this.#done
  }

  /** Plans a task for later. */
  after(delayMs: number, run: () => void): void {
    const task = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#planned, run }
    this.#planned += 1
    let at = this.#heap.length
    this.#heap.push(task)
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = this.#heap[up]
      if (parent === undefined || isBefore(parent, task)) break
      this.#heap[at] = parent
      at = up
    }
    this.#heap[at] = task
  }

  /** Carries out the next task that is due by then; false when there is none. */
  step(untilMs: number): boolean {
    const next = this.#heap[0]
    if (next === undefined || next.atMs > untilMs) {
      this.#nowMs = Math.max(this.#nowMs, untilMs)
      return false
    }
    this.#nowMs = next.atMs
    this.#done += 1
    this.#drop()
    next.run()
    return true
  }

  #drop(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    let at = 0
    for (;;) {
      const left = this.#heap[2 * at + 1]
      if (left === undefined) break
      const right = this.#heap[2 * at + 2]
      const child = right !== undefined && isBefore(right, left) ? right : left
      if (isBefore(last, child)) break
      this.#heap[at] = child
      at = child === left ? 2 * at + 1 : 2 * at + 2
    }
    this.#heap[at] = last
  }
}

function isBefore(a: Task, b: Task): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}
