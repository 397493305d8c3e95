/**
 * Who may import what. `test/tidy.test.ts` enforces this table and `docs/ARCHITECTURE.md` shows it.
 * The first row whose place holds a file counts for it; a file may always import from its own place.
 */
export interface ImportRow {
  /** A folder (ends with `/`) or a file. A `*` stands for one name: each such folder is a place of its own. */
  place: string
  what: string
  /** Places from which it may import values (and types). */
  values: readonly string[]
  /** Places from which it may import types alone (`import type`). */
  types: readonly string[]
  /** Packages by name; "node" stands for `node:` modules. */
  packages: readonly string[]
  /** Decides, and does not act: no clock, chance, timer, process, network or console. */
  pure: boolean
  /** Nothing here waits: no async functions. */
  synchronous?: boolean
}

/** Everything of the repository. */
const everything = [""]
const front = ["lang/"]
const abi = ["runtime/abi/"]
const engineParts = [
  ...abi,
  "runtime/time/",
  "runtime/functions/",
  "runtime/library/",
  "runtime/rows/",
  "runtime/state/",
  "runtime/match/",
  "runtime/aggregate/",
  "runtime/tables/",
  "runtime/messages/",
  "runtime/wasm/",
]

export const importTable: readonly ImportRow[] = [
  row(
    "lang/messages/generate.ts",
    "makes message functions and pages; not part of the product",
    front,
    [],
    ["node"],
    false,
  ),
  row("lang/messages/generated.ts", "the words of all problems", [], [], [], true),
  row(
    "lang/",
    "what a `.cep` file is and means; runs anywhere",
    [],
    [],
    ["chevrotain", "fastest-levenshtein", "luxon"],
    true,
  ),

  row("compiler/cli/", "the command `cep`: the only place that knows all parts", everything, [], ["*"], false),
  row(
    "compiler/typescript/",
    "reads and bundles the functions written in TypeScript",
    front,
    abi,
    ["ts-morph", "esbuild", "typescript"],
    true,
  ),
  phase("compiler/1-analyze/", "facts of a checked rule: keys, time bounds, state bound", []),
  phase("compiler/2-plan/", "the plan: plain data, printable", ["compiler/1-analyze/"]),
  phase("compiler/3-automaton/", "automata from patterns", ["compiler/1-analyze/", "compiler/2-plan/"]),
  phase("compiler/4-optimize/", "the form in which a rule is matched, and why", [
    "compiler/1-analyze/",
    "compiler/2-plan/",
    "compiler/3-automaton/",
  ]),
  phase(
    "compiler/5-emit/",
    "the generated module, its types and source map",
    [
      "compiler/1-analyze/",
      "compiler/2-plan/",
      "compiler/3-automaton/",
      "compiler/4-optimize/",
      "compiler/typescript/",
      "runtime/wasm/",
    ],
    ["@jridgewell/gen-mapping", "@noble/hashes", "ts-morph", "esbuild"],
  ),
  phase("compiler/lint/", "warnings of rules that are right: one file for each, and the logic of conditions", [
    "compiler/1-analyze/",
  ]),
  phase("compiler/explain/", "plan, automaton and bounds as text, DOT and SVG", [
    "compiler/1-analyze/",
    "compiler/2-plan/",
    "compiler/3-automaton/",
    "compiler/4-optimize/",
  ]),
  row(
    "compiler/bundle/",
    "one file with no imports, for Node and browsers",
    ["compiler/5-emit/"],
    abi,
    ["esbuild", "node"],
    true,
  ),
  row(
    "compiler/backtest/",
    "what a replay of history showed: tallies, comparison, scores, and the report of them",
    abi,
    ["runtime/"],
    [],
    true,
    true,
  ),
  row(
    "compiler/service/",
    "what editors ask about texts: hover, completion, renaming …; runs in a browser",
    [...front, "compiler/1-analyze/", "compiler/lint/"],
    [],
    [],
    true,
    true,
  ),
  row(
    "compiler/why/",
    "why a rule fired or did not; runs in a browser",
    [...front, "compiler/2-plan/", ...abi, "runtime/index.ts", "runtime/library/", "runtime/match/", "runtime/time/"],
    ["compiler/"],
    ["fastest-levenshtein"],
    true,
  ),
  row("compiler/instantiate.ts", "makes functions of generated code, in a browser too", abi, [], [], false),
  row(
    "compiler/",
    "the driver: from sources to a bundle",
    [...front, "compiler/", ...abi, "runtime/functions/", "runtime/connectors/catalog.ts", "runtime/models/declare.ts"],
    ["runtime/"],
    [],
    true,
  ),

  row("runtime/abi/", "what generated code and engine agree on", [], [], [], true, true),
  row("runtime/wasm/", "WebAssembly: its instructions, and the binary form of a module", [], [], [], true, true),
  row("runtime/messages/", "the words of run-time faults", [], [], [], true, true),
  row("runtime/rows/", "events as rows of typed columns, numbers for texts", abi, [], [], true, true),
  row(
    "runtime/library/",
    "what generated code calls: values, comparisons, aggregates",
    [...abi, "runtime/time/", "runtime/rows/"],
    [],
    ["luxon", "@noble/hashes"],
    true,
    true,
  ),
  row(
    "runtime/time/",
    "watermarks and timers; knows neither events nor patterns",
    [...abi, "runtime/state/contract.ts"],
    [],
    ["luxon"],
    true,
    true,
  ),
  row(
    "runtime/functions/",
    "built-in functions: declaration, code, examples",
    abi,
    front,
    ["luxon", "@noble/hashes", "fastest-levenshtein"],
    true,
    true,
  ),
  row("runtime/state/", "the contract of state, its layouts, the memory backend", abi, [], [], true),
  row(
    "runtime/match/",
    "steps an automaton; knows neither storage nor streams",
    [...abi, "runtime/time/", "runtime/state/contract.ts"],
    [],
    [],
    true,
    true,
  ),
  row(
    "runtime/aggregate/",
    "aggregates over past events: what is kept, windows over it",
    [...abi, "runtime/state/"],
    [],
    [],
    true,
    true,
  ),
  row("runtime/tables/", "rows of lookup tables by key and time", ["runtime/abi/"], [], [], true, true),
  row("runtime/operator/", "operators over keyed state", engineParts, [], ["@noble/hashes"], true, true),
  row(
    "runtime/engine/",
    "the library interface: events in, alerts out",
    [...engineParts, "runtime/operator/"],
    [],
    [],
    true,
  ),
  row(
    "runtime/formats/",
    "texts to records and back",
    abi,
    ["runtime/connectors/contract.ts"],
    ["csv-parse", "luxon", "node"],
    false,
  ),
  row(
    "runtime/connectors/*/",
    "one source or sink each; none knows another",
    [...abi, "runtime/connectors/contract.ts", "runtime/formats/", "runtime/messages/", "runtime/platform/"],
    front,
    ["csv-parse", "fastest-levenshtein", "kafkajs", "node", "pg"],
    false,
  ),
  row(
    "runtime/connectors/",
    "the connectors' contract and their list",
    [...abi, "runtime/connectors/", "runtime/formats/"],
    front,
    ["node"],
    false,
  ),
  row("runtime/platform/", "clock, files, network as contracts, and Node's", abi, [], ["node"], false),
  row(
    "runtime/observe/",
    "logs, progress and summaries of a job",
    ["runtime/platform/"],
    ["runtime/"],
    ["node", "pino"],
    false,
  ),
  row(
    "runtime/models/",
    "runs scoring models: a thread for them, and how rows go in",
    abi,
    front,
    ["node", "onnxruntime-node"],
    false,
  ),
  row(
    "runtime/enrich/",
    "asynchronous calls before an event is judged: how many at once, how long, in which order",
    [...engineParts, "runtime/engine/"],
    [],
    [],
    false,
  ),
  row(
    "runtime/checkpoint/s3/",
    "the files of checkpoints in an object store",
    ["runtime/connectors/contract.ts", "runtime/platform/"],
    ["lang/"],
    ["node", "@aws-sdk/client-s3"],
    false,
  ),
  row(
    "runtime/checkpoint/",
    "checkpoints: what is stored, what is published behind it, what a start begins with",
    [...abi, "runtime/connectors/contract.ts", "runtime/platform/"],
    ["runtime/"],
    ["node"],
    false,
  ),
  row(
    "runtime/cold/",
    "keys that are not in memory: files of them, and where each stands",
    [...abi, "runtime/connectors/contract.ts", "runtime/platform/"],
    [],
    ["node"],
    false,
  ),
  row(
    "runtime/control/",
    "how a running job is seen and changed from outside: HTTP, metrics, audit log",
    ["runtime/observe/"],
    ["runtime/"],
    ["node", "fastify", "@fastify/bearer-auth", "@fastify/rate-limit", "@fastify/swagger", "prom-client"],
    false,
  ),
  row("runtime/job/", "runs a bundle: sources, engine, sinks, life cycle", ["runtime/"], ["lang/"], ["node"], false),
  row(
    "runtime/index.ts",
    "the engine as a library; runs in a browser",
    [...engineParts, "runtime/operator/", "runtime/engine/", "runtime/enrich/"],
    [],
    [],
    true,
  ),
  row("runtime/main.ts", "the process in production: no compiler inside", ["runtime/"], [], ["node"], false),

  row(
    "console/",
    "the web pages: a job's console, the playground, and what moves in the documents' site; they run in a browser",
    [
      ...front,
      ...abi,
      "compiler/",
      "runtime/index.ts",
      "runtime/functions/",
      "runtime/connectors/catalog.ts",
      "runtime/control/line-diff.ts",
      "runtime/formats/csv.ts",
    ],
    ["runtime/"],
    [
      "preact",
      "@preact/signals",
      "@codemirror/autocomplete",
      "@codemirror/commands",
      "@codemirror/language",
      "@codemirror/lint",
      "@codemirror/state",
      "@codemirror/view",
      "@lezer/highlight",
      "minisearch",
      "uplot",
    ],
    false,
  ),
  row(
    "samples/*/",
    "a sample uses the package as its users do",
    ["samples/seeded.ts", "samples/write-lines.ts"],
    [],
    ["cepheus", "node"],
    false,
  ),
  row("samples/", "what the samples share", [], [], ["cepheus", "node"], false),
  row(
    "bench/decoders.ts",
    "measures a part by itself",
    ["bench/", "compiler/5-emit/", "runtime/", "samples/"],
    [],
    ["cepheus", "node"],
    false,
  ),
  row(
    "bench/jobs/kafka.ts",
    "a broker for whole jobs, and what stands in its topics",
    ["bench/", "runtime/connectors/", "test/support/"],
    [],
    ["kafkajs", "node"],
    false,
  ),
  row(
    "bench/lsp.ts",
    "a client of the language server",
    ["bench/"],
    [],
    ["vscode-languageserver-protocol", "node"],
    false,
  ),
  row("bench/", "measures the package as its users use it", ["samples/"], [], ["cepheus", "node"], false),
  row(
    "docs/",
    "makes the generated files",
    ["lang/", "runtime/", "compiler/", "test/tidy/"],
    [],
    ["commander", "node"],
    false,
  ),
  row("test/", "tests", everything, [], ["*"], false),
  row("tools/", "what a checkout needs and the package does not", [], ["console/"], ["*"], false),
  row("vitest.config.ts", "how the tests are run", [], [], ["vitest", "node"], false),
]

function row(
  place: string,
  what: string,
  values: readonly string[],
  types: readonly string[],
  packages: readonly string[],
  pure: boolean,
  synchronous = false,
): ImportRow {
  return { place, what, values, types, packages, pure, synchronous }
}

/** A phase of the compiler: the language, the phases before it and what generated code and engine agree on. */
function phase(place: string, what: string, earlier: readonly string[], packages: readonly string[] = []): ImportRow {
  return row(place, what, [...front, ...earlier, ...abi], [], packages, true)
}

/** The row that counts for a file and the place it stands for, with `*` filled in; nothing where no row holds it. */
export function rowOf(path: string): { row: ImportRow; place: string } | undefined {
  for (const row of importTable) {
    const place = placeOf(row.place, path)
    if (place !== undefined) return { row, place }
  }
  return undefined
}

function placeOf(pattern: string, path: string): string | undefined {
  if (!pattern.endsWith("/")) return pattern === path ? path : undefined
  const wanted = pattern.split("/").slice(0, -1)
  const parts = path.split("/")
  if (parts.length <= wanted.length) return undefined
  if (!wanted.every((name, at) => name === "*" || name === parts[at])) return undefined
  return `${parts.slice(0, wanted.length).join("/")}/`
}
