const rules = `/// A payment by card.
event Payment {
  id:     string
  card:   string
  amount: number
  at:     time
} timed by at, up to 5 seconds late

/// Above this a payment after probes is an alert.
param drainAmount = 500

/// Stolen card numbers are tried with small amounts before they are used.
rule CardTesting "Small probes, then one large charge" {
  when 3+ Payment as probes where amount < 2
       then Payment as drain where amount > drainAmount
  within 10 minutes
  per card

  alert high "Card {card} was probed {count(probes)} times, then charged {drain.amount}" {
    probes: count(probes)
    amount: drain.amount
  }
}

test "three probes and a drain" {
  Payment { card: "c1", amount: 1.00 } at 10:00:00
  Payment { card: "c1", amount: 1.20 } at +20 seconds
  Payment { card: "c1", amount: 0.90 } at +20 seconds
  Payment { card: "c1", amount: 900 }  at +1 minute
  expect 1 CardTesting { probes: 3, amount: 900 }
}

test "two probes are not enough" {
  Payment { card: "c1", amount: 1.00 } at 10:00:00
  Payment { card: "c1", amount: 1.20 } at +20 seconds
  Payment { card: "c1", amount: 900 }  at +1 minute
  expect nothing
}
`

const events: readonly (readonly [string, string, number, string])[] = [
  ["p1", "c7", 1.1, "2026-01-31T10:00:00Z"],
  ["p2", "c7", 0.4, "2026-01-31T10:00:09Z"],
  ["p3", "c8", 35, "2026-01-31T10:00:10Z"],
  ["p4", "c7", 1.7, "2026-01-31T10:00:31Z"],
  ["p5", "c9", 620, "2026-01-31T10:01:12Z"],
  ["p6", "c7", 740, "2026-01-31T10:02:00Z"],
]

const readme = `# Rules

\`rules.cep\` holds an event type, a rule and its tests; \`events.jsonl\` holds events to try it on.

\`\`\`sh
cep check rules.cep
cep test rules.cep
cep run rules.cep --source Payment=file:events.jsonl
cep explain rules.cep CardTesting
\`\`\`

\`cep run\` writes one JSON object per alert on standard output. Another limit without touching the file: \`--param drainAmount=800\`.
`

/** The files of a new project, by name. */
export const projectFiles: Readonly<Record<string, string>> = {
  "rules.cep": rules,
  "events.jsonl": events.map(([id, card, amount, at]) => `${JSON.stringify({ id, card, amount, at })}\n`).join(""),
  "README.md": readme,
}
