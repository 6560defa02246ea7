/** Changing the list of stages of a flow. */
import type { CaseFlow, CaseStage } from '#shared/conduct/flows.ts'

/** An id no version ever had: cases of old versions must not be taken for standing at it. */
export function freshStageId(versions: readonly CaseFlow[]): string {
  const taken = new Set(versions.flatMap((flow) => flow.stages.map((s) => s.id)))
  for (let n = 0; ; n += 1) {
    const id = `stage${lettersOf(n)}`
    if (!taken.has(id)) return id
  }
}

/** `A` … `Z`, `AA` …: ids are letters alone. */
function lettersOf(n: number): string {
  const last = String.fromCharCode(65 + (n % 26))
  return n < 26 ? last : lettersOf(Math.floor(n / 26) - 1) + last
}

/** The stages without one of them; the others no longer lead to it or ask for another person than who did it. */
export function withoutStage(stages: readonly CaseStage[], id: string): readonly CaseStage[] {
  return stages
    .filter((stage) => stage.id !== id)
    .map((stage) => {
      const { otherThan, ...rest } = stage
      const next = stage.next.filter((to) => to !== id)
      return otherThan === undefined || otherThan === id ? { ...rest, next } : { ...rest, otherThan, next }
    })
}
