import type { JobStatus } from "../../../runtime/job/status.ts"

const now = Date.UTC(2026, 0, 31, 12)

const partition = {
  source: "Payment",
  partition: "p/0",
  bounded: false,
  read: 10,
  behind: 3,
  watermark: now - 1000,
  idle: false,
  ended: false,
  heardAt: now,
  position: { offset: 10 },
}

/** A job with a bit of everything, at noon of 2026-01-31. */
export const jobStatus: JobStatus = {
  watermark: now - 10_000,
  partitions: [
    partition,
    { ...partition, partition: "p/1", behind: undefined, watermark: now - 10_000, heardAt: now - 9000 },
    { ...partition, partition: "p/2", behind: 0, watermark: Number.POSITIVE_INFINITY, ended: true },
  ],
  heldBackBy: { source: "Payment", partition: "p/1", watermark: now - 10_000, why: "silent" },
  counts: {
    read: 30,
    passedOver: 0,
    passedOverTypes: [],
    deadLetters: 2,
    deadLettersByCode: { "not-json": 2 },
    deadLettersOf: [{ source: "Payment", code: "not-json", count: 2 }],
    late: 1,
    alerts: 5,
    emitted: 0,
    shadow: 0,
    outputsByRule: { R: 5 },
  },
  engine: {
    events: 27,
    late: 1,
    deadLetters: 2,
    watermark: now - 10_000,
    waiting: 4,
    rules: [
      {
        name: "R",
        matches: 6,
        timeouts: 0,
        filtered: 1,
        suppressed: 0,
        shadow: false,
        late: 1,
        dropped: 2,
        failed: 0,
        partialMatches: 3,
        keys: 2,
        silences: 0,
      },
    ],
    series: [{ name: "amounts", keys: 2, entries: 40, completeAfter: Number.NEGATIVE_INFINITY }],
  },
  usage: {
    began: { events: 20, late: 0, deadLetters: 0 },
    rules: [
      {
        name: "R",
        evaluations: 7,
        stateBytes: 4096,
        began: { matches: 4, timeouts: 0, filtered: 0, suppressed: 0, late: 0, dropped: 0, failed: 0 },
      },
    ],
    series: [{ name: "amounts", stateBytes: 640 }],
  },
  checkpoints: {
    newest: { number: 7, madeAt: now - 4000, durationMs: 250, bytes: 1000, full: false },
    made: 3,
    failed: 0,
    since: now - 60_000,
    intervalMs: 10_000,
    restored: 4,
    pendingBytes: 99,
    publishers: [
      { sinks: "alerts", confirmed: 6, pendingBytes: 99, failing: true, failures: 2, publishedAt: now - 9000 },
    ],
  },
  tables: [],
  calls: undefined,
  reloads: { attempted: 3, applied: 2, refused: 1, rolledBack: 1 },
  shadows: [
    {
      shadow: "S",
      rule: "R",
      since: now - 60_000,
      toleranceMs: 600_000,
      both: 4,
      earlier: 1,
      later: 0,
      leadMs: 8000,
      onlyRule: 1,
      onlyShadow: 2,
      waiting: 3,
      hurried: 0,
      examples: {
        both: [{ rule: '{"rule":"R","id":"1"}', shadow: '{"rule":"S","id":"2"}' }],
        onlyRule: ['{"rule":"R","id":"3"}'],
        onlyShadow: ['{"rule":"S","id":"4"}', '{"rule":"S","id":"5"}'],
      },
    },
  ],
  notReady: [],
}
