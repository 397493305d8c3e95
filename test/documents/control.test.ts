/** The commands of docs/operate/control.md, in their order, against a job that does what it is asked: `sh skip job`. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { openAudit } from "../../runtime/control/audit.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { cep, makeFolder } from "../integration/cep.ts"
import { FakeJob, hostOf, openFor } from "../unit/control/fake-job.ts"
import { codeBlocks } from "./blocks.ts"

const path = fileURLToPath(new URL("../../docs/operate/control.md", import.meta.url))

/** As a shell divides a line: words, and what stands in quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare!)
}

/** What curl would do. Gives what it prints; fails for options that this does not know. */
async function curl(words: readonly string[]): Promise<string> {
  let method: string | undefined
  let body: string | undefined
  let url = ""
  const headers: Record<string, string> = {}
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === "-X") method = words[++i]
    else if (word === "-d") body = words[++i]
    else if (word === "-H") headers[words[++i]!.split(": ")[0]!] = words[i]!.split(": ")[1]!
    else if (word === "--json") {
      body = words[++i]
      headers["content-type"] = "application/json"
    } else if (word.startsWith("http")) url = word
    else throw new Error(`curl ${word}`)
  }
  const answer = await fetch(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers,
    ...(body !== undefined && { body }),
  })
  const text = await answer.text()
  expect(answer.status, text).toBe(200)
  return text
}

test("the commands that change a running job do what the document says", async () => {
  const { folder, remove } = makeFolder({ "fraud.cep": "rule R {}" })
  const audit = await openAudit(join(folder, "audit.jsonl"), systemClock, () => {})
  const job = new FakeJob()
  const control = await openFor(hostOf(job, { recent: () => [] }), { audit })
  try {
    let printed = ""
    let blocks = 0
    for (const { language, words, text, line } of codeBlocks(readFileSync(path, "utf8"))) {
      if (language === "json") {
        const pattern = text
          .trim()
          .split("…")
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        expect(printed.trim()).toMatch(new RegExp(`^${pattern.join(".*")}$`))
      }
      if (language !== "sh" || !("job" in words)) continue
      blocks++
      for (const command of text.trim().split("\n")) {
        const [program, ...rest] = wordsOf(command.replaceAll(/(http:\/\/)?localhost:8080/g, control.url))
        if (program === "curl") printed = await curl(rest)
        else {
          const { code, stderr } = await cep(rest.slice(1), folder)
          expect(code, `line ${line}: ${command}: ${stderr}`).toBe(0)
        }
      }
    }
    expect(blocks).toBe(5)
    expect(job.done).toEqual([
      ...["plan", "reload", "rollback"],
      ...["plan", "reload", "rollback"],
      ...["params", "savepoint", "params", "savepoint", "savepoint", "stop"],
    ])
  } finally {
    await control.close()
    remove()
  }
}, 60_000)
