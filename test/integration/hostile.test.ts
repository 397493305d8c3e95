/**
 * A thousand hostile lines among good ones: no good event may be lost, and every bad line must be in the dead letters with its
 * place and a reason.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { cep, jsonLines, makeFolder } from "./cep.ts"

const rules = `
  event Payment {
    id: string, amount: number, at: time, card: string, kind: ("card" | "wire")?, tags: string[]?, place: { city: string }?
  } timed by at
  rule Each { when Payment as p per card alert { id: p.id } without events }
`

const good = (id: string, more = "") => `{"id":"${id}","amount":1,"at":1700000000000,"card":"c"${more}}`
const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)))
const payment = (fields: Record<string, unknown>) =>
  JSON.stringify({ id: "bad", amount: 1, at: 1700000000000, card: "c", ...fields })

/** Lines that are no event, each kind with the code of its dead letter. */
const hostile: readonly (readonly [string, string | Buffer])[] = [
  // no JSON
  ["not-json", "{"],
  ["not-json", "}"],
  ["not-json", "hello"],
  ["not-json", good("x").slice(0, -1)],
  ["not-json", `${good("x")}}`],
  ["not-json", `${good("x")}${good("y")}`],
  ["not-json", `${good("x")},`],
  ["not-json", "{'id':'x'}"],
  ["not-json", '{"amount":NaN}'],
  ["not-json", '{"amount":Infinity}'],
  ["not-json", '{"amount":01}'],
  ["not-json", '{"id":"a\tb"}'],
  ["not-json", '{"id":"\\x41"}'],
  ["not-json", '{"id":"\\ud83"}'],
  ["not-json", "\u0000\u0000\u0000"],
  ["not-json", `{"id":"x\u0000"}`],
  ["not-json", `\ufeff${good("x")}`],
  ["not-json", "// comment"],
  ["not-json", "<event/>"],
  ["not-json", "__proto__"],
  ["not-json", '{"__proto__":'],
  // no object
  ["not-an-object", "null"],
  ["not-an-object", "true"],
  ["not-an-object", "5"],
  ["not-an-object", '"text"'],
  ["not-an-object", "[]"],
  ["not-an-object", `[${good("x")}]`],
  // too deep
  ["too-deep", deep(100_000)],
  ["too-deep", "[".repeat(100_000)],
  ["too-deep", '{"a":'.repeat(50_000)],
  ["too-deep", good("x", `,"deep":${deep(2000)}`)],
  // no UTF-8
  ["invalid-utf8", bytes([0xff, 0xfe])],
  ["invalid-utf8", bytes('{"id":"', [0xc0, 0x80], '"}')],
  ["invalid-utf8", bytes('{"id":"', [0xed, 0xa0, 0x80], '"}')],
  ["invalid-utf8", bytes('{"id":"', [0xf5, 0x80, 0x80, 0x80], '"}')],
  ["invalid-utf8", bytes('{"id":"', [0xe2, 0x82], '"}')],
  ["invalid-utf8", Buffer.from("{\u4141}", "utf16le").subarray(0, 5).fill(0x80, 1, 2)],
  // too long
  ["line-too-long", good("x", `,"pad":"${"x".repeat(270_000)}"`)],
  ["line-too-long", "x".repeat(300_000)],
  // breaks its type
  ["missing-field", "{}"],
  ["missing-field", '{"__proto__":{"id":"x","amount":1,"at":1,"card":"c"}}'],
  ["missing-field", payment({ amount: null })],
  ["wrong-type", payment({ amount: "1" })],
  ["wrong-type", payment({ amount: {} })],
  ["wrong-type", payment({ amount: [1] })],
  ["wrong-type", payment({ amount: true })],
  ["wrong-type", payment({}).replace('"amount":1', '"amount":1e999')],
  ["wrong-type", payment({}).replace('"amount":1', '"amount":-1e999')],
  ["wrong-type", payment({ id: 5 })],
  ["wrong-type", payment({ kind: "cash" })],
  ["wrong-type", payment({ kind: "constructor" })],
  ["wrong-type", payment({ tags: "a" })],
  ["wrong-type", payment({ tags: { length: 1 } })],
  ["wrong-type", payment({ tags: [1] })],
  ["not-an-object", payment({ place: "Rome" })],
  ["not-an-object", payment({ place: [] })],
  ["wrong-type", payment({ at: "yesterday" })],
  ["wrong-type", payment({ at: "2026-02-30T00:00:00Z" })],
  ["wrong-type", payment({ at: 1e300 })],
  ["wrong-type", payment({ at: {} })],
]

/** Events that look bad and are none the worse for it. */
const strange: readonly ((id: string) => string)[] = [
  (id) => good(id, ',"__proto__":{"polluted":true}'),
  (id) => good(id, ',"constructor":{"prototype":{"polluted":true}}'),
  (id) => good(id, ',"toString":5,"hasOwnProperty":null'),
  (id) => good(id, ',"amount":5,"amount":6'),
  (id) => good(id, `,"deep":${deep(900)}`),
  (id) => good(id, ',"lone":"\\ud800"'),
  (id) => good(id, ',"huge":1e308,"tiny":1e-320,"digits":123456789012345678901234567890'),
  (id) => good(id, ',"nul":"\\u0000","sep":"\u2028"'),
  (id) => good(id, `,"long":"${"é".repeat(30_000)}"`),
  (id) => `  ${good(id)}\t`,
  (id) => `${good(id)}\r`,
  (id) => good(id, ',"kind":null'),
  (id) => good(id).replace("1700000000000", '"2023-11-14T22:13:20+00:00"'),
]

test("every bad line is a dead letter, every good one an event", async () => {
  const total = 1000
  const lines: Buffer[] = []
  const bad = new Map<number, readonly [string, Buffer]>()
  const ids: string[] = []
  for (let n = 0; n < total; n++) {
    const [code, line] = hostile[n % hostile.length]!
    lines.push(Buffer.from(line as string))
    bad.set(lines.length, [code, lines.at(-1)!])
    const id = `good-${n}`
    ids.push(id)
    lines.push(Buffer.from(n % 2 === 0 ? good(id) : strange[(n >> 1) % strange.length]!(id)))
    if (n % 10 === 0) lines.push(Buffer.from(n % 20 === 0 ? "" : "   "))
  }
  const content = Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]))
  const { folder, remove } = makeFolder({ "rules.cep": rules, "events.jsonl": content })
  try {
    const source = "Payment=file:events.jsonl?maxLineBytes=260000"
    const args = ["run", "rules.cep", "--source", source, "--dead-letter", "file:bad.jsonl", "--json"]
    const { code, stdout, stderr } = await cep(args, folder)
    expect(code, stderr).toBe(0)

    const alerts = jsonLines(stdout)
    expect(alerts.map(({ data }) => (data as { id: string }).id)).toEqual(ids)

    const letters = jsonLines(readFileSync(join(folder, "bad.jsonl"), "utf8"))
    const found = new Map(letters.map((letter) => [(letter.position as { line: number }).line, letter]))
    expect(letters).toHaveLength(total)
    let byte = 0
    for (const [at, line] of lines.entries()) {
      const wanted = bad.get(at + 1)
      if (wanted !== undefined) checkLetter(found.get(at + 1), wanted, { file: "events.jsonl", line: at + 1, byte })
      byte += line.length + 1
    }
    const summary = jsonLines(stderr).at(-1)!
    expect(summary).toMatchObject({ events: total, read: 2 * total, deadLetters: total, alerts: total, late: 0 })
    // The first of each kind is said, and no more.
    expect(jsonLines(stderr).filter(({ level }) => level === "warn")).toHaveLength(
      new Set(hostile.map(([kind]) => kind)).size,
    )
  } finally {
    remove()
  }
})

function checkLetter(
  letter: Record<string, unknown> | undefined,
  [code, line]: readonly [string, Buffer],
  position: Record<string, unknown>,
): void {
  const shown = line.toString().slice(0, 60)
  expect(letter, shown).toMatchObject({ source: "Payment", position, code })
  expect(letter!.reason, shown).toMatch(/\w{3}/)
  if (code === "invalid-utf8") expect(letter!.rawBase64).toBe(line.toString("base64"))
  else if (code === "line-too-long") expect(line.toString().startsWith(String(letter!.raw))).toBe(true)
  else expect(letter!.raw).toBe(line.toString())
}
