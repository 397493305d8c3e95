/** Two days of logins and transfers of a small bank, with attacks among them: `node generate.ts [events] [seed]`. */
import { between, cents, pick, type Random, seeded } from "../seeded.ts"
import { mainWritesLines } from "../write-lines.ts"

type Event = Record<string, unknown> & { type: string; at: number }

const start = Date.UTC(2026, 1, 2)
const second = 1000
const minute = 60 * second
const hour = 60 * minute

const login = (user: string, at: number, more: Record<string, unknown> = {}): Event => ({
  type: "Login",
  user,
  ok: true,
  ip: `10.0.${user.length}.${user.charCodeAt(user.length - 1)}`,
  country: "DE",
  device: `phone-${user}`,
  at,
  ...more,
})

const transfer = (from: string, at: number, amount: number, to = "landlord"): Event => ({
  type: "Transfer",
  id: `${from}-${at}`,
  from,
  to,
  amount: cents(amount),
  at,
})

const stories: readonly ((random: Random, user: string, at: number) => Event[])[] = [
  function takenOver(random, user, at) {
    const away = { ip: "203.0.113.50", country: "BR", device: "unknown" }
    const tries = Array.from({ length: between(random, 3, 8) }, (_, i) =>
      login(user, at + i * 4 * second, { ...away, ok: false }),
    )
    return [
      ...tries,
      login(user, at + minute, away),
      transfer(user, at + 12 * minute, 3500 + 4000 * random(), "mule-1"),
    ]
  },
  function lockedOut(random, user, at) {
    const away = { ip: "203.0.113.77", country: pick(random, ["BR", "NG", "US"]), device: "unknown" }
    return [
      login(user, at),
      login(user, at + 2 * hour, away),
      { type: "PasswordChange", user, at: at + 2 * hour + minute },
      transfer(user, at + 2 * hour + 20 * minute, 400 * random() + 50, "mule-2"),
    ]
  },
  function spray(random, _user, at) {
    const ip = `198.51.100.${between(random, 1, 250)}`
    const victims = Array.from({ length: between(random, 5, 12) }, (_, i) =>
      login(`user-${between(random, 0, 399)}`, at + i * 3 * second, { ip, country: "RU", ok: false }),
    )
    return [...victims, login(`user-${between(random, 0, 399)}`, at + minute, { ip, country: "RU" })]
  },
]

/** Events in order of time, about `count` of them. */
export function generate(count: number, seed: number): Event[] {
  const random = seeded(seed)
  const events: Event[] = []
  while (events.length < count) {
    const user = `user-${between(random, 0, 399)}`
    const at = start + Math.floor(random() * 46 * hour)
    const kind = random()
    if (kind < 0.01) events.push(...pick(random, stories)(random, user, at))
    else if (kind < 0.75) events.push(login(user, at, { ok: random() < 0.93 }))
    else events.push(transfer(user, at, 20 + 1500 * random() ** 2))
  }
  return events.sort((a, b) => a.at - b.at)
}

mainWritesLines(import.meta.url, { count: 2_000, seed: 3 }, generate)
