/** The workloads in the peers' languages: W1 to W7 stand in files, the many rules of W8 and W9 are made here, from the same numbers as ours. */
import { readFileSync } from "node:fs"
import { burstRules, drainRules, filterRules } from "../workloads/index.ts"

/** A peer's text for a workload of that name. */
export function queryOf(peer: "esper" | "siddhi" | "flink", workload: string): string {
  if (workload === "W8") return [...burstRules.map(burst[peer]), ...drainRules.map(drain[peer])].join("\n")
  if (workload === "W9") return filterRules.map(filter[peer]).join("\n")
  if (peer === "flink") return flink[workload as keyof typeof flink]
  const ending = peer === "esper" ? "epl" : "siddhi"
  return readFileSync(new URL(`${peer}/queries/${workload}.${ending}`, import.meta.url), "utf8")
}

type Burst = (typeof burstRules)[number]
type Drain = (typeof drainRules)[number]
type Filter = (typeof filterRules)[number]

/** A kind, the rule's name, its numbers: `Rules.java` makes patterns of them. */
const flink = {
  W1: "filter Big * 10000",
  W2: "burst Burst 6 60000",
  W3: "drain Drain 3 2 500",
  W4: "rise Rise 1",
  W4b: "rise LongRise 4",
  W5: "silence Silence",
  W6: "minute Much",
  W7: "combination Combination",
}

/** A number that is always written with a fraction: in Siddhi, others are integers. */
const fraction = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value))

const burst = {
  esper({ rule, count, seconds }: Burst): string {
    const steps = Array.from({ length: count }, (_, i) => `E${i}`)
    const last = steps.at(-1)
    return `@name('${rule}') select * from Tx match_recognize (partition by account
      measures E0.id as firstId, ${last}.id as lastId after match skip past last row
      pattern (${steps.join(" ")}) define ${last} as ${last}.at - E0.at < ${seconds * 1000});`
  },
  siddhi: ({ rule, count, seconds }: Burst) => `partition with (account of Tx) begin
    from every (e1=Tx -> e2=Tx<${count - 1}:${count - 1}>) within ${seconds} sec
    select e1.id as first, e2[${count - 2}].id as last insert into ${rule}Out; end;`,
  flink: ({ rule, count, seconds }: Burst) => `burst ${rule} ${count} ${seconds * 1000}`,
}

const drain = {
  esper: ({ rule, least, small, big }: Drain) => `@name('${rule}') select s0.id as firstId, b.id as lastId
    from pattern @DiscardPartialsOnMatch @SuppressOverlappingMatches [every s0=Tx(amount < ${small}) ->
    ([${least - 1}] s=Tx(amount < ${small}, account = s0.account) -> b=Tx(amount > ${big}, account = s0.account))
    where timer:within(10 minutes)];`,
  siddhi: ({ rule, least, small, big }: Drain) => `partition with (account of Tx) begin
    from every (e1=Tx[amount < ${fraction(small)}]<${least}:> -> e2=Tx[amount > ${fraction(big)}]) within 10 min
    select e1[0].id as first, e2.id as last insert into ${rule}Out; end;`,
  flink: ({ rule, least, small, big }: Drain) => `drain ${rule} ${least} ${small} ${big}`,
}

const filter = {
  esper: ({ rule, country, amount }: Filter) =>
    `@name('${rule}') select id from Tx(country = '${country}', amount > ${amount});`,
  siddhi: ({ rule, country, amount }: Filter) =>
    `from Tx[country == '${country}' and amount > ${fraction(amount)}] select id insert into ${rule}Out;`,
  flink: ({ rule, country, amount }: Filter) => `filter ${rule} ${country} ${amount}`,
}
