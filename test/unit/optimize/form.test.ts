import { expect, test } from "vitest"
import { formOf } from "../../../compiler/4-optimize/form.ts"
import { compile } from "../../../compiler/index.ts"

const declarations = `
event A { k: string, n: integer, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
param wait: duration = 1 hour
param most = 3
`

async function chosen(body: string) {
  const { plan, rules, diagnostics } = await compile([{ path: "a.cep", text: `${declarations}\nrule R { ${body} }` }])
  expect(diagnostics.filter(({ level }) => level === "error")).toEqual([])
  const form = formOf(plan!.rules[0]!)
  expect(rules!.manifest.rules[0]!.form).toEqual(form.form)
  return form
}

test.each([
  ["when A where n > 1 per k alert", "filter"],
  ["each 1 minute of A per k alert { n: count() }", "windows"],
  ["when 3 A where n > most within 1 minute per k alert", "ring"],
  ["when 3+ A then B where n > 5 within 1 minute per k alert", "ring"],
  ["when A where sum(n) over 1 hour > 5 then B within 1 minute per k alert", "ring"],
  ["when A then any B within 1 minute per k skip none alert", "combination"],
  ["when A where n > most then any B then any A within 1 minute per k skip none alert", "combination"],
])("%s: %s", async (body, name) => {
  expect((await chosen(body)).name).toBe(name)
})

test.each([
  ["when 3 A within 1 minute per k skip past last alert", "`skip past last` reports more than the first match"],
  ["when 3 A per k alert", "it has no window"],
  ["when 3 A within 1 minute between events per k alert", "its window is counted from event to event"],
  ["when 3 A within wait per k alert", "its window is a parameter"],
  ["when 3 A within 1 minute per k alert on timeout alert low", "`on timeout` reports each partial match"],
  ["when A as a then B where n > a.n within 1 minute per k alert", "a condition reads the match so far"],
  ["when A then B then A within 1 minute per k alert", "it has more than two steps"],
  ["when A then no B within 1 minute per k alert", "it has an absence"],
  ["when 2 (A then B) within 1 minute per k alert", "it has a group"],
  ["when 3+ A until n > 5 then B within 1 minute per k alert", "it has an `until`"],
  ["when A then within 5 seconds B within 1 minute per k alert", "a step has a time of its own"],
  ["when 3 consecutive A within 1 minute per k alert", "its first step is consecutive"],
  ["when 1+ A within 1 minute per k alert", "its only step is complete with one event"],
  ["when A next B within 1 minute per k alert", "`next` is not `then`"],
  ["when A then any B within 1 minute per k alert", "`then any` is not `then`"],
  ["when A then B within 1 minute per k skip none alert", "not every step comes with `then any`"],
  ["when A then any 2 B within 1 minute per k skip none alert", "a step takes several events, or none"],
  ["when A then any B then no A within 1 minute per k skip none alert", "it has an absence"],
  ["when A as a then any B where n > a.n within 1 minute per k skip none alert", "a condition reads the match so far"],
  ["when A then any B within wait per k skip none alert", "its window is a parameter"],
  ["when A then 2 B within 1 minute per k alert", "its last step takes several events, or none"],
])("%s: general, because %s", async (body, because) => {
  const { name, form, because: said } = await chosen(body)
  expect({ name, form }).toEqual({ name: "general", form: undefined })
  expect(said).toContain(because)
})
