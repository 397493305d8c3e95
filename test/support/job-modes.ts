import fc from "fast-check"

const sometimes = fc.nat(3).map((drawn) => drawn === 0)

/** Whether a job is strict, and whether its source is live: then what is dated later than the clock is refused. */
export const modes = fc.record({ strict: sometimes, live: sometimes })

export type Modes = typeof modes extends fc.Arbitrary<infer T> ? T : never
