/** What the processes of a job with readers share: its slices, and the readers of its sources' partitions. */
export type Unit =
  | { readonly kind: "slice"; readonly slice: number }
  | { readonly kind: "reader"; readonly reader: number }

/** All units in the order of their numbers: slices first. */
export function unitsOf(slices: number, readers: number): Unit[] {
  return [
    ...Array.from({ length: slices }, (_, slice) => ({ kind: "slice", slice }) as const),
    ...Array.from({ length: readers }, (_, reader) => ({ kind: "reader", reader }) as const),
  ]
}
