import { expect, test } from "vitest"
import { defaultCatalog } from "../../../compiler/catalog.ts"
import { createService } from "../../../compiler/service/index.ts"

const events = `event Payment { card: string, device: string?, amount: number, at: time } timed by at
param unread = 5
`
const rules = `import "./events.cep"
rule Other {
  when Payment as p where device != "d1"
  per card
  alert
}
// cep-ignore CEP7001: being tried
rule Never { when Payment as p where amount > 5 and amount < 3 per card alert }
`

function open(texts: Readonly<Record<string, string>>) {
  const service = createService({ catalog: defaultCatalog })
  for (const [path, text] of Object.entries(texts)) service.update(path, text)
  return service
}

test("an editor shows the warnings of rules that are right, and offers their repair", () => {
  const service = open({ "events.cep": events, "main.cep": rules })
  expect(service.diagnostics("main.cep").map(({ code }) => code)).toEqual(["CEP7004"])
  expect(service.diagnostics("events.cep")).toEqual([])
  const at = rules.indexOf("device !=")
  const [action] = service.codeActions("main.cep", at, at)
  const [edit] = action!.edits
  service.update("main.cep", rules.slice(0, edit!.span.start) + edit!.replacement + rules.slice(edit!.span.end))
  expect(service.text("main.cep")).toContain('where device is present and device != "d1"')
  expect(service.diagnostics("main.cep")).toEqual([])
})

test("a comment whose warning is gone is shown", () => {
  const service = open({ "events.cep": events, "main.cep": rules.replace("amount < 3", "amount < 9") })
  expect(service.diagnostics("main.cep").map(({ code }) => code)).toEqual(["CEP7004", "CEP7007"])
})

test("while there are errors, warnings that are silenced stay so, and no comment is called needless", () => {
  const service = open({
    "events.cep": events,
    "main.cep": `${rules}rule Wrong { when Payment as p where p.none > 1 alert }\n`,
  })
  expect(service.diagnostics("main.cep").map(({ code }) => code)).toEqual(["CEP2013"])
})
