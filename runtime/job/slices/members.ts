import type { GroupMember, SliceAdvice } from "../../connectors/contract.ts"

/** A member that always runs the same slices, whatever others do: those that give k − 1 when divided by K. `member` counts from 1. */
export function fixedMember(slices: number, member: number, members: number): GroupMember {
  const run = new Set(Array.from({ length: slices }, (_, slice) => slice).filter((n) => n % members === member - 1))
  let left: () => void = () => {}
  const gone = new Promise<void>((resolve) => {
    left = resolve
  })
  return {
    async run(advise: (advice: SliceAdvice) => void) {
      advise({ run, taken: new Set() })
      await gone
    },
    hold: () => {},
    leave: async () => left(),
  }
}
