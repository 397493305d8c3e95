import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { Report } from "../../../lang/diagnostic.ts"
import { parse } from "../../../lang/syntax/parse.ts"

const text = readFileSync(new URL("../../../lang/messages/syntax.md", import.meta.url), "utf8")
const sections = text.split(/^(?=## CEP)/m).slice(1)

function problems(cep: string) {
  const report = new Report()
  parse({ path: "main.cep", text: cep }, report)
  return report.diagnostics.map((each) => each.slug)
}

describe("the examples of the syntax messages", () => {
  for (const section of sections) {
    const slug = /^## CEP\d+ (\S+)/.exec(section)?.[1] ?? ""
    const wrong = /```cep wrong\n([\s\S]*?)\n```/.exec(section)?.[1]
    const right = /```cep right\n([\s\S]*?)\n```/.exec(section)?.[1]
    if (wrong !== undefined) test(`${slug}: wrong`, () => expect(problems(wrong)).toEqual([slug]))
    if (right !== undefined) test(`${slug}: right`, () => expect(problems(right)).toEqual([]))
  }
})
