/**
 * `npm run bench:lsp`: how long `cep lsp` takes to answer while someone types at several places of a file of 2,000 lines, asked through the protocol by a
 * client in another process. docs/editors.md says what the figures mean.
 */
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { setTimeout } from "node:timers/promises"
import { parseArgs } from "node:util"
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node"
import { commandOf, prepareCommand } from "./measure/command.ts"
import { describeMachine, machineLine, root } from "./measure/machine.ts"
import { alignColumns } from "./measure/report.ts"
import { start, wholeNumber } from "./options.ts"

const help = `npm run bench:lsp -- [options]

  --lines N    the length of the file (default: 2000)
  --rounds N   how often all is typed, and 500 lines are pasted (default: 5)
  --imports N  how many files of 500 lines the file imports (default: 3)
  --each       also the figures of each question in each scene
`

const uri = "file:///bench/rules.cep"
const sample = readFileSync(join(root, "samples/account-takeover/rules.cep"), "utf8")

/**
 * Text of that many lines: the rules and tests of a sample, again and again under other names. `first` is the number of the first copy. With `shared` the
 * event types and parameters are there once, for all rules; else each copy has its own.
 */
function linesOf(lines: number, first: number, shared: boolean): string {
  const renamed = shared ? /^rule (\w+)/gm : /^(?:event|rule|param) (\w+)/gm
  const names = new Set([...sample.matchAll(renamed)].map(([, name]) => name))
  const rules = sample.slice(sample.indexOf("/// Guessing"))
  let text = ""
  for (let copy = first; text.split("\n").length < lines; copy++) {
    const part = shared && text !== "" ? `\n\n${rules}` : sample
    text += part.replaceAll(/\w+/g, (word) => (names.has(word) && copy > 1 ? `${word}${copy}` : word))
  }
  return text
}

/** A rule that is written key by key; before its last brace it is open, whatever follows. */
const rule = `

/// Payments that grow.
rule Rising {
  when Transfer as first where amount > largeTransfer
       then Transfer as second where amount > 2 * first.amount
  per from
  alert high "{from} sent {second.amount}"
}
`

/** Somebody writes in one place. */
interface Scene {
  readonly name: string
  /** The first of these behind the middle of the text, or in the text: it is written behind it. */
  readonly behind: string
  readonly inMiddle?: boolean
  /** Is taken out before. */
  readonly without?: string
  readonly typed: string
}

const scenes: readonly Scene[] = [
  { name: "a rule, in the middle", behind: "\n}\n", inMiddle: true, typed: rule },
  { name: "a rule, at the top", behind: "param largeTransfer = 3000\n", typed: rule },
  {
    name: "a field of an event type that all rules read",
    behind: "  amount: decimal(2)",
    typed: "\n  channel: string?",
  },
  { name: "the name of that event type", behind: "event Transfer", typed: "Order" },
  { name: "the value of a parameter", behind: "param largeTransfer = 3", typed: "5000" },
  { name: "the name of that parameter", behind: "param largeTransfer", typed: "Sum" },
  {
    name: "a brace that nothing closes",
    behind: "then Transfer as out",
    inMiddle: true,
    typed: " where [ {country: (",
  },
  {
    name: "a rule whose last brace is gone",
    behind: "    to:       out.to\n  }",
    without: "\n}",
    typed: '\n  tags "takeover"',
  },
]

/** The text while it is written: the server is told each change as an editor tells it. */
class Editor {
  readonly #connection: ProtocolConnection
  #text: string
  #version = 1

  constructor(connection: ProtocolConnection, text: string) {
    this.#connection = connection
    this.#text = text
  }

  get text(): string {
    return this.#text
  }

  async open(): Promise<void> {
    const textDocument = { uri, languageId: "cep", version: 1, text: this.#text }
    await this.#connection.sendNotification("textDocument/didOpen", { textDocument })
  }

  positionOf(offset: number): Place {
    const before = this.#text.slice(0, offset)
    return { line: before.split("\n").length - 1, character: offset - before.lastIndexOf("\n") - 1 }
  }

  async replace(from: number, to: number, text: string): Promise<void> {
    const range = { start: this.positionOf(from), end: this.positionOf(to) }
    this.#text = this.#text.slice(0, from) + text + this.#text.slice(to)
    const textDocument = { uri, version: ++this.#version }
    await this.#connection.sendNotification("textDocument/didChange", {
      textDocument,
      contentChanges: [{ range, text }],
    })
  }
}

interface Place {
  readonly line: number
  readonly character: number
}

interface Sample {
  readonly question: string
  readonly scene: string
  /** From the key, or from the question where the key was answered already. */
  readonly ms: number
  /** What the server's thread worked for it: the same on a machine that others use. */
  readonly cpuMs: number
}

/** CPU time of a process' main thread so far, in ms; 0 where the system does not say. */
function cpuMsOf(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6
  } catch {
    return 0
  }
}

/** Asks, and notes how long each answer took. */
class Asker {
  readonly samples: Sample[] = []
  readonly #connection: ProtocolConnection
  readonly #pid: number | undefined
  #scene = ""
  #tokens: string | undefined

  constructor(connection: ProtocolConnection, pid: number | undefined) {
    this.#connection = connection
    this.#pid = pid
  }

  begin(scene: string): void {
    this.#scene = scene
    this.#tokens = undefined
  }

  now(): { ms: number; cpuMs: number } {
    return { ms: performance.now(), cpuMs: cpuMsOf(this.#pid) }
  }

  /** `began`: where it counts from the key. */
  async ask(question: string, params: object, began = this.now()): Promise<unknown> {
    const textDocument = { uri }
    const answer = await this.#connection.sendRequest(`textDocument/${question}`, { textDocument, ...params })
    const { ms, cpuMs } = this.now()
    this.samples.push({ question, scene: this.#scene, ms: ms - began.ms, cpuMs: cpuMs - began.cpuMs })
    return answer
  }

  /** The colours of all, or what has changed of them. */
  async askTokens(): Promise<void> {
    const previousResultId = this.#tokens
    const answer =
      previousResultId === undefined
        ? await this.ask("semanticTokens/full", {})
        : await this.ask("semanticTokens/full/delta", { previousResultId })
    this.#tokens = (answer as { resultId?: string }).resultId
  }

  /** What an editor asks now and then; names are asked of where `Transfer` is declared, which all rules use. */
  async askAll(editor: Editor, offset: number): Promise<void> {
    const position = editor.positionOf(offset)
    const range = { start: { line: Math.max(0, position.line - 50), character: 0 }, end: position }
    const whole = { start: { line: 0, character: 0 }, end: editor.positionOf(editor.text.length) }
    const name = editor.positionOf(editor.text.indexOf("event Transfer") + "event T".length)
    const context = { diagnostics: [], includeDeclaration: true }
    await this.ask("inlayHint", { range })
    for (const each of ["documentSymbol", "foldingRange", "codeLens"]) await this.ask(each, {})
    await this.ask("codeAction", { range: whole, context })
    for (const each of ["documentHighlight", "definition", "references", "hover", "prepareRename"])
      await this.ask(each, { position: name, context })
    await this.ask("rename", { position: name, newName: "Payment" })
    await this.ask("formatting", { options: { tabSize: 2, insertSpaces: true } })
  }
}

/** Everything is asked at one key of so many. */
const allEvery = 8

async function play(scene: Scene, editor: Editor, asker: Asker): Promise<void> {
  const before = editor.text
  const { behind, typed, without = "" } = scene
  const from = before.indexOf(behind, scene.inMiddle === true ? before.length / 2 : 0) + behind.length
  asker.begin(scene.name)
  await editor.replace(from, from + without.length, "")
  await asker.askTokens()
  for (let at = 0; at < typed.length; at++) {
    const place = from + at
    const began = asker.now()
    await editor.replace(place, place, typed[at]!)
    const position = editor.positionOf(place + 1)
    await asker.ask("completion", { position }, began)
    await asker.ask("signatureHelp", { position })
    await asker.askTokens()
    await asker.ask("hover", { position })
    if (at % allEvery === 0) await asker.askAll(editor, place + 1)
    // Long enough now and then that problems are told meanwhile.
    await setTimeout(at % 40 === 39 ? 250 : 15)
  }
  await editor.replace(from, from + typed.length, without)
  if (editor.text !== before) throw new Error("the text is not what it was")
  await setTimeout(250)
}

/** What is pasted: rules whose names nothing else has. */
const pasted = `\n${linesOf(500, 5000, false)}`

async function paste(editor: Editor, asker: Asker): Promise<void> {
  const from = editor.text.indexOf("\n}\n", editor.text.length / 2) + 3
  asker.begin("500 lines are pasted")
  const began = asker.now()
  await editor.replace(from, from, pasted)
  const position = editor.positionOf(from + pasted.length)
  await asker.ask("completion", { position }, began)
  await asker.askTokens()
  await asker.askAll(editor, from + pasted.length)
  await setTimeout(250)
  await editor.replace(from, from + pasted.length, "")
  await setTimeout(250)
}

async function playAll(editor: Editor, asker: Asker): Promise<void> {
  for (const scene of scenes) await play(scene, editor, asker)
  await paste(editor, asker)
}

/** Gives what was measured. Ends the server. */
async function measure(text: string, imports: readonly string[], rounds: number): Promise<readonly Sample[]> {
  await prepareCommand(root)
  const child = spawn(process.execPath, [commandOf(root), "lsp"], { stdio: ["pipe", "pipe", "inherit"] })
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  connection.listen()
  await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} })
  await connection.sendNotification("initialized", {})
  for (const [at, imported] of imports.entries()) {
    const textDocument = { uri: `file:///bench/part${at + 1}.cep`, languageId: "cep", version: 1, text: imported }
    await connection.sendNotification("textDocument/didOpen", { textDocument })
  }
  const editor = new Editor(connection, text)
  await editor.open()
  // V8 has compiled what is used often: an editor is open for hours.
  await playAll(editor, new Asker(connection, child.pid))
  const asker = new Asker(connection, child.pid)
  for (let round = 0; round < rounds; round++) await playAll(editor, asker)
  await connection.sendRequest("shutdown")
  await connection.sendNotification("exit")
  return asker.samples
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

/** One line for all samples that have something in common, and one for all. */
function table(what: string, samples: readonly Sample[], keyOf: (sample: Sample) => string): string {
  const row = (name: string, all: readonly Sample[]) => [
    name,
    String(all.length),
    ...(["ms", "cpuMs"] as const).flatMap((time) => {
      const values = all.map((each) => each[time])
      return [0.5, 0.99, 1].map((share) => percentile(values, share).toFixed(1))
    }),
  ]
  const names = [...new Set(samples.map(keyOf))]
  const rows = names.map((name) =>
    row(
      name,
      samples.filter((each) => keyOf(each) === name),
    ),
  )
  const head = [what, "answers", "ms p50", "p99", "most", "CPU p50", "p99", "most"]
  return alignColumns([head, ...rows, row("all", samples)])
}

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      lines: { type: "string", default: "2000" },
      rounds: { type: "string", default: "5" },
      imports: { type: "string", default: "3" },
      each: { type: "boolean", default: false },
    },
  })
  const parts = Array.from({ length: wholeNumber("--imports", values.imports) }, (_, part) => part + 1)
  const imports = parts.map((part) => `import "./part${part}.cep"\n`).join("")
  const text = imports + linesOf(wholeNumber("--lines", values.lines), 1, true)
  const imported = parts.map((part) => linesOf(500, part * 100, false))
  const samples = await measure(text, imported, wholeNumber("--rounds", values.rounds))
  console.log(`${text.split("\n").length} lines, ${parts.length} files imported; ${machineLine(describeMachine())}\n`)
  console.log(table("question", samples, ({ question }) => question))
  console.log(table("scene", samples, ({ scene }) => scene))
  if (values.each) console.log(table("both", samples, ({ question, scene }) => `${question}: ${scene}`))
}

await start(help, main)
