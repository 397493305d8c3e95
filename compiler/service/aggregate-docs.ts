/** What the aggregates say about themselves in an editor; docs/language/aggregates.md has all about them. */
export interface AggregateDoc {
  readonly form: string
  readonly doc: string
}

const over = "over 10 minutes"

/** By name. */
export const aggregateDocs: ReadonlyMap<string, AggregateDoc> = new Map([
  aggregate("count", "count(step)", `count() ${over}`, "How many events there are."),
  aggregate("sum", "sum(step.field)", `sum(field) ${over}`, "The exact sum of the values; 0 of none."),
  aggregate("avg", "avg(step.field)", `avg(field) ${over}`, "The mean of the values; missing of none."),
  aggregate("min", "min(step.field)", `min(field) ${over}`, "The least value; missing of none."),
  aggregate("max", "max(step.field)", `max(field) ${over}`, "The greatest value; missing of none."),
  aggregate(
    "stddev",
    "stddev(step.field)",
    `stddev(field) ${over}`,
    "The standard deviation of a sample (n − 1); missing of one value.",
  ),
  aggregate("distinct", "distinct(step.field)", `distinct(field) ${over}`, "How many different values there are."),
  aggregate("list", "list(step.field)", `list(field) ${over}`, "All values, in the order of their events."),
  aggregate("first", "first(step)", `first(field) ${over}`, "The first event of a step, or the first value."),
  aggregate("last", "last(step)", `last(field) ${over}`, "The last event of a step, or the last value."),
  aggregate(
    "median",
    undefined,
    `median(field) ${over}`,
    "The value in the middle of all, in the order of their size.",
  ),
  aggregate(
    "percentile",
    undefined,
    `percentile(field, 0.95) ${over}`,
    "The value below which this share of the values lies, interpolated between two.",
  ),
])

function aggregate(name: string, ofStep: string | undefined, ofPast: string, doc: string): [string, AggregateDoc] {
  const form = ofStep === undefined ? ofPast : `${ofStep}\n${ofPast}`
  return [name, { form, doc: `${doc} Over the events of a step, or over past events in a window (\`over …\`).` }]
}
