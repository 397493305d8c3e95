/** `cep lsp` as editors use it: a real client starts the real command and speaks the protocol with it. */
import type { ChildProcessWithoutNullStreams } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { pathToFileURL } from "node:url"
import { afterEach, describe, expect, test } from "vitest"
import {
  createProtocolConnection,
  type Diagnostic,
  type Location,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceEdit,
} from "vscode-languageserver-protocol/node"
import { makeFolder, startCep } from "./cep.ts"

const events = `event Payment { card: string, amount: number, at: time } timed by at
param limit = 500
`
const rules = `import "./events.cep"
rule Large "A large one" {
  when Payment as big where amount > limit
  per card
  alert high "{big.card} paid"
}
test "large" {
  Payment { card: "c", amount: 600 } at 10:00:00
  expect Large
}
test "wrong" {
  Payment { card: "c", amount: 100 } at 10:00:00
  expect Large
}
`

/** A client with its server, and a folder of files as its workspace. */
class Client {
  readonly folder: string
  readonly connection: ProtocolConnection
  readonly child: ChildProcessWithoutNullStreams
  readonly messages: string[] = []
  stderr = ""
  readonly #published = new Map<string, Diagnostic[]>()
  readonly #waiting = new Set<() => void>()
  readonly #remove: () => void
  #version = 1

  constructor(files: Readonly<Record<string, string>>) {
    const { folder, remove } = makeFolder(files)
    this.folder = folder
    this.#remove = remove
    this.child = startCep(["lsp", "--stdio"], folder)
    this.child.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text
    })
    this.child.stdin.on("error", () => {})
    const { stdout, stdin } = this.child
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin))
    this.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params.diagnostics)
      for (const wake of this.#waiting) wake()
    })
    this.connection.onRequest("window/showMessageRequest", ({ message }: { message: string }) => {
      this.messages.push(message)
      return null
    })
    this.connection.onRequest("client/registerCapability", () => null)
    this.connection.listen()
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href
  }

  async initialize(capabilities: object = {}, more: object = {}) {
    const workspaceFolders = [{ uri: pathToFileURL(this.folder).href, name: "rules" }]
    const params = { processId: process.pid, rootUri: null, workspaceFolders, capabilities, ...more }
    const result = await this.connection.sendRequest("initialize", params)
    await this.connection.sendNotification("initialized", {})
    return result as { capabilities: Record<string, unknown>; serverInfo: { name: string } }
  }

  open(name: string, text: string): Promise<void> {
    const textDocument = { uri: this.uri(name), languageId: "cep", version: this.#version++, text }
    return this.connection.sendNotification("textDocument/didOpen", { textDocument })
  }

  change(name: string, range: Range | undefined, text: string): Promise<void> {
    const textDocument = { uri: this.uri(name), version: this.#version++ }
    const change = range === undefined ? { text } : { range, text }
    return this.connection.sendNotification("textDocument/didChange", { textDocument, contentChanges: [change] })
  }

  ask<T>(method: string, name: string, params: object = {}): Promise<T> {
    return this.connection.sendRequest(method, { textDocument: { uri: this.uri(name) }, ...params }) as Promise<T>
  }

  /** Waits until the problems of a file are what `isRight` wants. */
  async problems(name: string, isRight: (problems: readonly string[]) => boolean): Promise<readonly Diagnostic[]> {
    for (;;) {
      const found = this.#published.get(this.uri(name))
      if (found !== undefined && isRight(found.map(({ message }) => String(message)))) return found
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
      })
    }
  }

  async end(): Promise<number | null> {
    const closed = once(this.child, "close")
    if (this.child.exitCode === null) {
      await this.connection.sendRequest("shutdown")
      await this.connection.sendNotification("exit")
    }
    const [code] = await closed
    return code
  }

  dispose(): void {
    this.connection.dispose()
    this.child.kill("SIGKILL")
    this.#remove()
  }
}

let client: Client

afterEach(() => client?.dispose())

async function start(files: Readonly<Record<string, string>> = { "events.cep": events, "rules.cep": rules }) {
  client = new Client(files)
  await client.initialize()
  // The workspace has been read when problems come or could come.
  await client.open("rules.cep", files["rules.cep"] ?? rules)
  return client
}

/** Line and character of a text in the rules. */
function place(needle: string, more = 0, text = rules) {
  const lines = text.slice(0, text.indexOf(needle) + more).split("\n")
  return { line: lines.length - 1, character: lines.at(-1)!.length }
}

const inText = (text: string, { start, end }: Range) => {
  const lines = text.split("\n")
  return start.line === end.line ? lines[start.line]!.slice(start.character, end.character) : undefined
}

test("it says what it can, and ends when it is told", async () => {
  client = new Client({})
  const { capabilities, serverInfo } = await client.initialize()
  expect(serverInfo.name).toBe("cep")
  for (const name of [
    "hover",
    "definition",
    "references",
    "rename",
    "documentFormatting",
    "documentSymbol",
    "foldingRange",
    "codeAction",
    "codeLens",
    "inlayHint",
    "semanticTokens",
    "completion",
    "signatureHelp",
    "workspaceSymbol",
  ])
    expect(capabilities).toHaveProperty(`${name}Provider`)
  expect(await client.end()).toBe(0)
  expect(client.stderr).toBe("")
})

test("it ends when its client goes away", async () => {
  await start()
  const closed = once(client.child, "close")
  client.child.stdin.end()
  await closed
})

test("problems follow what is typed, and files that are not open", async () => {
  const broken = rules.replace("amount > limit", "amout > limit")
  await start({ "events.cep": events, "rules.cep": broken, "other.cep": "rule {" })
  const [problem] = await client.problems("rules.cep", (all) => all.length === 1)
  expect(problem).toMatchObject({
    source: "cep",
    severity: 1,
    message: expect.stringContaining("did you mean `amount`?"),
  })
  expect(inText(broken, problem!.range)).toBe("amout")
  expect((await client.problems("other.cep", (all) => all.length > 0)).length).toBeGreaterThan(0)
  const at = place("amout", 4, broken)
  await client.change("rules.cep", { start: at, end: at }, "n")
  expect(await client.problems("rules.cep", (all) => all.length === 0)).toEqual([])
  // What is not saved counts for the files that import it.
  await client.open("events.cep", events.replace("amount", "sum"))
  await client.problems("rules.cep", (all) => all.some((text) => text.includes("amount")))
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: client.uri("events.cep") } })
  await client.problems("rules.cep", (all) => all.length === 0)
})

test("files that change, come and go on disk", async () => {
  await start({ "rules.cep": rules })
  await client.problems("rules.cep", (all) => all.length > 0)
  writeFileSync(join(client.folder, "events.cep"), events)
  const watched = (type: number) =>
    client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: client.uri("events.cep"), type }],
    })
  await watched(1)
  await client.problems("rules.cep", (all) => all.length === 0)
  writeFileSync(join(client.folder, "events.cep"), events.replace("limit", "most"))
  await watched(2)
  await client.problems("rules.cep", (all) => all.some((text) => text.includes("limit")))
})

test("functions in TypeScript have their types", async () => {
  const text = `import "./events.cep"\nuse { risk } from "./risk.ts"\nrule A { when Payment as p where risk(amount) > 2 alert }\n`
  await start({
    "events.cep": events,
    "rules.cep": text,
    "risk.ts": "export const risk = (amount: number): number => amount",
  })
  await client.open("rules.cep", text.replace("> 2", '> "2"'))
  await client.problems("rules.cep", (all) => all.length === 1)
  const hover = await client.ask<{ contents: { value: string } }>("textDocument/hover", "rules.cep", {
    position: place("risk(", 1, text),
  })
  expect(hover.contents.value).toContain("fn risk(amount: number): number")
})

describe("answers about names", () => {
  test("hover, definition, references, highlights, renaming", async () => {
    await start()
    await client.open("events.cep", events)
    const position = place("limit", 2)
    const hover = await client.ask<{ contents: { value: string }; range: Range }>("textDocument/hover", "rules.cep", {
      position,
    })
    expect(hover.contents.value).toContain("param limit: number = 500")
    expect(inText(rules, hover.range)).toBe("limit")
    const definition = await client.ask<Location[]>("textDocument/definition", "rules.cep", { position })
    expect(definition.map(({ uri, range }) => [uri, inText(events, range)])).toEqual([
      [client.uri("events.cep"), "limit"],
    ])
    const ask = (includeDeclaration: boolean) =>
      client.ask<Location[]>("textDocument/references", "rules.cep", { position, context: { includeDeclaration } })
    expect((await ask(true)).length).toBe(2)
    expect((await ask(false)).length).toBe(1)
    expect(await client.ask("textDocument/documentHighlight", "rules.cep", { position })).toHaveLength(1)
    expect(await client.ask("textDocument/prepareRename", "rules.cep", { position })).toMatchObject({
      placeholder: "limit",
    })
    const edit = await client.ask<WorkspaceEdit>("textDocument/rename", "rules.cep", { position, newName: "most" })
    expect(Object.keys(edit.changes ?? {}).sort()).toEqual([client.uri("events.cep"), client.uri("rules.cep")])
    await expect(client.ask("textDocument/rename", "rules.cep", { position, newName: "where" })).rejects.toThrow(
      "keyword",
    )
  })

  test("completion, with and without snippets, and signatures", async () => {
    await start()
    const text = `import "./events.cep"\nrule A { when Payment where ro\n}\nlet a = hour(2026-01-01, )\n`
    await client.open("typed.cep", text)
    const position = place("ro\n", 2, text)
    type Item = { label: string; textEdit: { newText: string }; insertTextFormat?: number }
    const items = await client.ask<Item[]>("textDocument/completion", "typed.cep", { position })
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(["amount", "limit", "round"]))
    expect(items.find(({ label }) => label === "round")).toMatchObject({ textEdit: { newText: "round" } })
    const help = await client.ask<{ activeParameter: number }>("textDocument/signatureHelp", "typed.cep", {
      position: place(" )", 1, text),
    })
    expect(help.activeParameter).toBe(1)
  })
})

test("answers about the whole text", async () => {
  await start()
  type Named = { name: string }
  expect((await client.ask<Named[]>("textDocument/documentSymbol", "rules.cep")).map(({ name }) => name)).toEqual([
    "Large",
    "large",
    "wrong",
  ])
  expect((await client.ask<unknown[]>("textDocument/foldingRange", "rules.cep")).length).toBe(3)
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } }
  expect(await client.ask("textDocument/inlayHint", "rules.cep", { range })).toEqual([])
  const lenses = await client.ask<{ command: { command: string } }[]>("textDocument/codeLens", "rules.cep")
  expect(lenses.map(({ command }) => command.command)).toEqual(["cep.runTests", "cep.runTests", "cep.runTests"])
  const symbols = (await client.connection.sendRequest("workspace/symbol", { query: "lim" })) as Named[]
  expect(symbols.map(({ name }) => name)).toEqual(["limit"])
  await client.open("events.cep", events)
  const edits = await client.ask<{ newText: string }[]>("textDocument/formatting", "events.cep", {
    options: { tabSize: 2, insertSpaces: true },
  })
  expect(edits.map(({ newText }) => newText).join("")).toContain("  amount: number\n")
  const full = await client.ask<{ resultId: string; data: number[] }>("textDocument/semanticTokens/full", "rules.cep")
  expect(full.data.length % 5).toBe(0)
  await client.change("rules.cep", { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, "// x\n")
  const delta = await client.ask<{ edits: unknown[] }>("textDocument/semanticTokens/full/delta", "rules.cep", {
    previousResultId: full.resultId,
  })
  expect(delta.edits).toHaveLength(1)
})

test("repairs what was misspelt", async () => {
  const text = rules.replace("amount > limit", "amout > limit")
  await start({ "events.cep": events, "rules.cep": text })
  await client.problems("rules.cep", (all) => all.length === 1)
  const position = place("amout", 1, text)
  type Action = { title: string; edit: WorkspaceEdit }
  const actions = await client.ask<Action[]>("textDocument/codeAction", "rules.cep", {
    range: { start: position, end: position },
    context: { diagnostics: [] },
  })
  expect(actions.map(({ title }) => title)).toEqual(["Write `amount`"])
  expect(actions[0]!.edit.changes?.[client.uri("rules.cep")]?.[0]?.newText).toBe("amount")
})

test("runs tests with texts that are not saved", async () => {
  await start()
  await client.open("events.cep", events.replace("500", "50"))
  const run = (...given: unknown[]) =>
    client.connection.sendRequest("workspace/executeCommand", { command: "cep.runTests", arguments: given })
  expect(await run(client.uri("rules.cep"), "large")).toMatchObject({ passed: 1, failed: 0 })
  expect(await run(client.uri("rules.cep"))).toMatchObject({ passed: 2, failed: 0 })
  await client.change("events.cep", undefined, events)
  expect(await run(client.uri("rules.cep"))).toMatchObject({
    passed: 1,
    failed: 1,
    tests: [{}, { failures: [{ text: expect.any(String) }] }],
  })
  expect(await run(client.uri("rules.cep"), "none")).toMatchObject({ problem: "there is no such test" })
  await expect(run(5)).rejects.toThrow("URI")
})

test("places in lines that end otherwise, with characters of two units", async () => {
  const text = 'param limit = 500\r\nlet a = "😀😀" + 1\r\n'
  await start({ "rules.cep": text })
  const [problem] = await client.problems("rules.cep", (all) => all.length === 1)
  expect(problem!.range.start.line).toBe(1)
  expect(inText(text.replaceAll("\r", ""), problem!.range)).toContain("1")
})

describe("a client that says nonsense", () => {
  const methods = [
    "hover",
    "definition",
    "references",
    "documentHighlight",
    "prepareRename",
    "rename",
    "completion",
    "signatureHelp",
    "codeAction",
    "formatting",
    "documentSymbol",
    "foldingRange",
    "codeLens",
    "inlayHint",
    "semanticTokens/full",
    "semanticTokens/full/delta",
  ]
  const nonsense: readonly object[] = [
    { position: { line: -3, character: -1 } },
    { position: { line: 1e9, character: 1e9 } },
    { position: { line: 0.5, character: "x" } },
    { position: null },
    {
      range: { start: { line: 5, character: 0 }, end: { line: 0, character: 0 } },
      position: { line: 0, character: 0 },
    },
    { newName: 5, position: { line: 1, character: 6 } },
    {},
  ]

  test("is answered, or told what is wrong", async () => {
    await start()
    for (const method of methods) {
      for (const params of nonsense) {
        for (const name of ["rules.cep", "unknown.cep"])
          await client.ask(`textDocument/${method}`, name, params).catch(() => {})
      }
      for (const params of [
        null,
        [],
        { textDocument: null },
        { textDocument: { uri: 5 } },
        { textDocument: { uri: "file://host/%zz" } },
      ])
        await client.connection.sendRequest(`textDocument/${method}`, params).catch(() => {})
    }
    const hover = await client.ask<object>("textDocument/hover", "rules.cep", { position: place("limit", 1) })
    expect(hover).toHaveProperty("contents")
    expect(await client.end()).toBe(0)
  })

  test("cancels, and changes texts before they are looked at", async () => {
    await start()
    const answers = Array.from({ length: 20 }, async (_, round) => {
      const asked = client.ask("textDocument/completion", "rules.cep", { position: place("limit", 2) })
      void client.change("rules.cep", undefined, `${rules}// ${round}\n`)
      return asked.then(
        () => "answered",
        () => "refused",
      )
    })
    expect((await Promise.all(answers)).length).toBe(20)
    await client.connection.sendNotification("$/cancelRequest", { id: 12345 })
    expect(await client.ask("textDocument/hover", "rules.cep", { position: place("limit", 1) })).toHaveProperty(
      "contents",
    )
  })

  test("sends texts that are none", async () => {
    await start()
    mkdirSync(join(client.folder, "folder.cep"))
    for (const text of [
      "\u0000\uffff\ud800",
      "{".repeat(5000),
      `let a = ${"(".repeat(2000)}`,
      '"'.repeat(999),
      "`".repeat(99),
      "/*",
      "rule ".repeat(2000),
      "\r\r\n\r",
    ]) {
      await client.change("rules.cep", undefined, text)
      await client.ask("textDocument/completion", "rules.cep", { position: { line: 0, character: 20 } })
      await client.ask("textDocument/semanticTokens/full", "rules.cep")
      await client.ask("textDocument/documentSymbol", "rules.cep")
    }
    await client.change("rules.cep", undefined, rules)
    expect(await client.ask("textDocument/hover", "rules.cep", { position: place("limit", 1) })).toHaveProperty(
      "contents",
    )
  })
})
