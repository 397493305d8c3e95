/** Settings of editors in the documents: the command in them is a language server. */
import { spawn } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node"
import type { Block } from "./blocks.ts"

const cep = fileURLToPath(new URL("../../tools/cep.js", import.meta.url))

/** Throws where settings cannot be read, are not for files of rules, or name a command that does not answer. */
export async function checkEditor({ language, text }: Block): Promise<void> {
  const { command, extensions } = language === "toml" ? readToml(text) : readLua(text)
  if (!extensions.includes("cep")) throw new Error("the settings are for other files than .cep")
  const words = command[0] === "npx" ? command.slice(1) : command
  if (words[0] !== "cep") throw new Error(`the settings name another command than cep: ${command.join(" ")}`)
  await answersToEditors(words.slice(1))
}

interface Settings {
  readonly command: readonly string[]
  readonly extensions: readonly string[]
}

/** The part of TOML that is JSON: a line is the name of a table, or a key and texts or a list of them. Other lines are refused. */
function readToml(text: string): Settings {
  const values: Record<string, unknown> = {}
  for (const line of text.split("\n").filter((each) => each !== "")) {
    if (/^(\[[\w.-]+\]|\[\[[\w.-]+\]\])$/.test(line)) continue
    const [, name, value] = /^([\w-]+) = (.+)$/.exec(line) ?? []
    if (name === undefined) throw new Error(`this line cannot be read: ${line}`)
    values[name] = JSON.parse(value!)
  }
  const { command, args, "file-types": extensions } = values as Record<string, string & string[]>
  return { command: [command!, ...args!], extensions: extensions! }
}

/** Each line is a call with texts and tables in braces: as JSON the tables without keys are lists, the others objects. */
function readLua(text: string): Settings {
  const found: Record<string, unknown> = {}
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const [, name, list] = /^([\w.]+)\((.*)\)$/.exec(line) ?? []
    if (name === undefined) throw new Error(`this line cannot be read: ${line}`)
    found[name] = luaValues(list!)
  }
  const [added] = found["vim.filetype.add"] as { extension: Record<string, string> }[]
  const [enabled] = found["vim.lsp.enable"] as string[]
  const [named, { cmd, filetypes }] = found["vim.lsp.config"] as [string, { cmd: string[]; filetypes: string[] }]
  if (named !== enabled) throw new Error(`${named} is set up and ${enabled} is enabled`)
  const extensions = Object.entries(added!.extension).flatMap(([each, type]) =>
    filetypes.includes(type) ? [each] : [],
  )
  return { command: cmd, extensions }
}

function luaValues(text: string): unknown[] {
  let json = text.replaceAll(/(\w+) = /g, '"$1": ')
  // From the inside to the outside, a pair of braces without braces in it is a list where it has no keys.
  for (let again = ""; again !== json; ) {
    again = json
    json = json.replaceAll(/\{([^{}]*)\}/g, (_, inside: string) =>
      inside.includes('": ') ? `\u0001${inside}\u0002` : `[${inside}]`,
    )
  }
  return JSON.parse(`[${json.replaceAll("\u0001", "{").replaceAll("\u0002", "}")}]`)
}

async function answersToEditors(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [cep, ...args], { stdio: ["pipe", "pipe", "inherit"] })
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) => reject(new Error(`the language server ended with exit code ${code}`)))
  })
  ended.catch(() => {})
  connection.listen()
  try {
    const asked = connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} })
    const answer = (await Promise.race([asked, ended])) as { capabilities?: { hoverProvider?: unknown } }
    if (answer.capabilities?.hoverProvider === undefined) throw new Error("the command is no language server for rules")
  } finally {
    connection.dispose()
    child.kill()
  }
}
