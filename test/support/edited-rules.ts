/** Twenty rules, and edits of them: what is reloaded while a job runs. */

const head = (brokers: string, topic: string, alerts: string) => `
event Tx { id: integer, account: string, merchant: string, amount: number, at: time } timed by at
source Tx from kafka("${topic}", brokers: "${brokers}")
sink alerts to kafka("${alerts}", brokers: "${brokers}")
`

/** A rule of one of several kinds, with its threshold. */
const kinds: readonly ((name: string, least: number) => string)[] = [
  (name, least) =>
    `rule ${name} { when 3 Tx as t where amount > ${least} within 2 seconds per account alert { n: count(t) } }`,
  (name, least) =>
    `rule ${name} { when Tx as a where amount > ${least} then Tx as b where b.amount > a.amount within 1 second per account alert { first: a.id, last: b.id } without events }`,
  (name, least) =>
    `rule ${name} { when Tx as t where amount > ${least} and count() over 2 seconds > 4 per account once per 1 second alert { id: t.id } without events }`,
  (name, least) =>
    `rule ${name} { when Tx as a where amount > ${least} then no Tx as b where b.merchant == a.merchant for 500 ms per account alert { id: a.id } without events }`,
  (name, least) =>
    `rule ${name} { each 1 second of Tx where amount > ${least} per merchant having count() > 1 alert { n: count(), sum: sum(amount) } }`,
]

/** The rules of a version: each edit changes something of those before. */
export function editedRules(version: number, brokers: string, topic: string, alerts: string): string {
  const rules = Array.from({ length: 20 }, (_, at) => {
    const kind = kinds[at % kinds.length]!
    // Thresholds change with every version, of another rule each time.
    const changes = Math.floor((version + at) / 20)
    return kind(`R${at}`, 900 + 5 * at - 3 * changes)
  })
  const edits: (() => void)[] = [
    // A rule comes, and goes with the next edit of its kind.
    () => void rules.push(kinds[0]!("Extra", 950)),
    () => void rules.splice(7, 1),
    // Another name for what an output shows.
    () => void rules.splice(1, 1, rules[1]!.replace("first: a.id", "begin: a.id")),
    // Another pattern: it begins anew.
    () => void rules.splice(0, 1, rules[0]!.replace("3 Tx", "4 Tx")),
    () => void rules.reverse(),
    // A new name of a rule that goes on with its state.
    () => void rules.splice(5, 1, rules[5]!.replace("rule R5", "rule Renamed was R5")),
  ]
  if (version > 0) edits[version % edits.length]!()
  return head(brokers, topic, alerts) + rules.join("\n")
}
