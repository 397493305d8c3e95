/** What the processes of a job with readers share: its slices, and the readers of its sources' partitions. */
export type Unit =
  | { readonly kind: "slice"; readonly slice: number }
  | { readonly kind: "reader"; readonly reader: number }

/**
 * All units, in the order of their numbers. A group gives out numbers that follow each other: there the kinds are mixed, so that each process gets of
 * both. `apart`: slices first, for members that have every so manieth number.
 */
export function unitsOf(slices: number, readers: number, order: "mixed" | "apart"): Unit[] {
  const ofSlices = Array.from({ length: slices }, (_, slice) => ({
    unit: { kind: "slice", slice } as const,
    at: (slice + 0.5) / slices,
  }))
  const ofReaders = Array.from({ length: readers }, (_, reader) => ({
    unit: { kind: "reader", reader } as const,
    at: (reader + 0.5) / readers,
  }))
  const all: { readonly unit: Unit; readonly at: number }[] = [...ofSlices, ...ofReaders]
  return (order === "apart" ? all : all.sort((a, b) => a.at - b.at)).map(({ unit }) => unit)
}
