/**
 * What the documents' commands call beside `cep`, as far as they do, so that no machine needs it: `node stand-ins.ts PROGRAM ARGUMENTS…`. What is not known here fails.
 * In `npm ci` and `npm test` the documents speak of what whoever runs this has done and does. Other scripts of package.json run in the document's folder, and write there alone.
 */
import { spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** What a script is given beside: less work, and where it writes. */
const ownArguments: Readonly<Record<string, readonly string[]>> = {
  start: ["2000"],
  "build:vscode": ["dist/cepheus.vsix"],
  "build:playground": ["samples/playground/dist"],
}

const readManifest = (): Manifest => JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

function npm(words: readonly string[]): number {
  const { scripts, dependencies, devDependencies } = readManifest()
  if (words.join() === "ci") {
    // It refuses where the two files say different things; what it installs is there, or this would not run.
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages[""] as Manifest
    const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b)
    if (same(lock.dependencies, dependencies) && same(lock.devDependencies, devDependencies)) return 0
    throw new Error("package-lock.json does not say what package.json says: npm ci would refuse it")
  }
  if (words.join() === "test" && scripts.test === "vitest run") return 0
  const [, name = ""] = /^(?:run )?([\w:]+)$/.exec(words.join(" ")) ?? []
  const own = ownArguments[name]
  const [program, file = "", ...args] = (scripts[name] ?? "").split(" ")
  if (own === undefined || program !== "node" || (words[0] !== "run" && name !== "start"))
    throw new Error(
      `npm ${words.join(" ")}: package.json has no such program, or test/documents/stand-ins.ts does not know it`,
    )
  // The samples are copied to where the document is executed.
  const path = file.startsWith("samples/") ? file : join(root, file)
  return spawnSync(process.execPath, [path, ...args, ...own], { stdio: "inherit" }).status ?? 1
}

/** `openssl rand -hex N`. */
function openssl(words: readonly string[]): number {
  const [, bytes] = /^rand -hex (\d+)$/.exec(words.join(" ")) ?? []
  if (bytes === undefined) throw new Error(`openssl ${words.join(" ")}`)
  console.log(randomBytes(Number(bytes)).toString("hex"))
  return 0
}

/** VS Code would install the file: it has to be there. */
function code(words: readonly string[]): number {
  const [option, file = ""] = words
  if (option !== "--install-extension" || !existsSync(file)) throw new Error(`code ${words.join(" ")}`)
  return 0
}

/** Prints the body of the answer. Other than curl it fails where that is no success. */
async function curl(words: readonly string[]): Promise<number> {
  const { url, ...request } = curlRequest(words)
  const answer = await fetch(url, request)
  const text = await answer.text()
  process.stdout.write(text)
  if (!answer.ok) console.error(`${answer.status} from ${url}`)
  return answer.ok ? 0 : 22
}

function curlRequest(words: readonly string[]) {
  let method: string | undefined
  let body: string | undefined
  let url = ""
  const headers: Record<string, string> = {}
  const bodyOf = (text: string) => (text.startsWith("@") ? readFileSync(text.slice(1), "utf8") : text)
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === "-X") method = words[++i]
    else if (word === "-d") body = bodyOf(words[++i]!)
    else if (word === "-H") {
      const [, name, value] = /^([^:]+): (.*)$/.exec(words[++i]!)!
      headers[name!] = value!
    } else if (word === "--json") {
      body = bodyOf(words[++i]!)
      headers["content-type"] = "application/json"
    } else if (word.startsWith("-") || url !== "") throw new Error(`curl ${word}`)
    else url = word.startsWith("http") ? word : `http://${word}`
  }
  return { url, method: method ?? (body === undefined ? "GET" : "POST"), headers, ...(body !== undefined && { body }) }
}

const programs: Readonly<Record<string, (words: readonly string[]) => number | Promise<number>>> = {
  npm,
  openssl,
  code,
  curl,
}

if (import.meta.main) {
  const [program = "", ...words] = process.argv.slice(2)
  process.exitCode = await programs[program]!(words)
}

/** The names of all of them. */
export const standIns = Object.keys(programs)
