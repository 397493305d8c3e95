import { type Command, InvalidArgumentError } from "commander"
import type { BacktestOptions } from "./commands/backtest.ts"
import type { CheckOptions } from "./commands/check.ts"
import type { CompileOptions } from "./commands/compile.ts"
import type { ExplainOptions } from "./commands/explain.ts"
import type { FmtOptions } from "./commands/fmt.ts"
import type { RunOptions } from "./commands/run-options.ts"
import type { TestOptions } from "./commands/test.ts"
import type { WhyOptions } from "./commands/why.ts"
import type { RuleCache } from "./kept-rules.ts"
import { addOptions, addRemoteCommands, type SavepointOptions, savepoint } from "./remote-commands.ts"

const specHelp = `
A SPEC is a connector and its options:
  file:events.jsonl              JSON lines; so is a bare path
  'file:events.csv?delimiter=;'  CSV: the first line names the columns, an empty cell is missing
  'file:logs/*.jsonl.gz'         several files, in name order
  -                              standard input or output
A shell reads ; ? * and & itself, so such a SPEC stands in quotes.`

/** Adds all commands; each loads its code only when it runs. `done` gets the exit code. `rules`: what is kept of those that are run. */
export function addCommands(program: Command, done: (exitCode: number) => void, rules?: RuleCache): void {
  addRun(program, done, rules)
  addBacktest(program, done)
  addWhy(program, done)
  program
    .command("check <files...>")
    .description("say what is wrong with rules, and what does nothing or not what it seems to")
    .option("--json", "for tools: the problems as JSON on standard output")
    .option("--max-warnings <n>", "exit code 1 also where there are more warnings than this", wholeNumber)
    .addHelpText("after", "\nA comment `// cep-ignore CODE: reason` silences a warning.")
    .addHelpText(
      "after",
      examples("cep check fraud.cep", "cep check rules/ --max-warnings 0", "cep check 'rules/**/*.cep' --json"),
    )
    .action(async (files: string[], options: CheckOptions) =>
      done(await (await import("./commands/check.ts")).check(files, options)),
    )
  program
    .command("fmt <files...>")
    .description("bring rules into the canonical layout")
    .option("--check", "change nothing; exit code 1 if a file is not in the layout")
    .addHelpText("after", examples("cep fmt rules/", "cep fmt --check rules/"))
    .action(async (files: string[], options: FmtOptions) =>
      done(await (await import("./commands/fmt.ts")).fmt(files, options)),
    )
  addTest(program, done)
  program
    .command("explain <file> [rule]")
    .description("show a rule's plan, its automaton, and how much it can remember")
    .option("--plan", "the plan alone")
    .option("--dot", "the automaton for Graphviz")
    .option("--svg", "the automaton as a picture")
    .addHelpText(
      "after",
      examples("cep explain fraud.cep CardTesting", "cep explain fraud.cep CardTesting --svg > rule.svg"),
    )
    .action(async (file: string, rule: string | undefined, options: ExplainOptions) =>
      done(await (await import("./commands/explain.ts")).explainRule(file, rule, options)),
    )
  program
    .command("compile <files...>")
    .description("write the rules as an ES module, with types and a source map")
    .requiredOption("-o, --out <dir>", "the folder for the module")
    .option("--bundle", "one file with the engine in it and no imports, for Node and browsers")
    .option("--target <target>", "js (flink is not built yet)", "js")
    .addHelpText("after", examples("cep compile fraud.cep -o dist", "cep compile fraud.cep -o public --bundle"))
    .action(async (files: string[], options: CompileOptions) =>
      done(await (await import("./commands/compile.ts")).compileFiles(files, options)),
    )
  program
    .command("init <dir>")
    .description("make a project: a rule, its tests, events to try it on")
    .addHelpText("after", examples("cep init fraud"))
    .action(async (folder: string) => done(await (await import("./commands/init.ts")).init(folder)))
  program
    .command("lsp")
    .description("serve an editor: the language server, over standard input and output")
    .option("--stdio", "as it does in any case; clients pass it")
    .addHelpText("after", "\nEditors start it themselves: docs/editors.md says how.")
    .action(async () => done(await (await import("./commands/lsp.ts")).lsp()))
  addCheckpoints(program, done)
  addRemoteCommands(program, done)
}

function addCheckpoints(program: Command, done: (exitCode: number) => void): void {
  program
    .command("checkpoints <dir>")
    .description("list the checkpoints of jobs, and read each file to see that it is as it was written")
    .option("--versions", "the rules that lie beside them, and which checkpoint ran which")
    .option("--json", "as one JSON list on standard output")
    .addHelpText("after", "\nExit code 3 where one is damaged.")
    .addHelpText(
      "after",
      examples("cep checkpoints /var/lib/cep", "cep checkpoints s3://company-jobs/cep/fraud --json"),
    )
    .action(async (folder: string, options: { json?: boolean; versions?: boolean }) =>
      done(await (await import("./commands/checkpoints.ts")).checkpoints(folder, options)),
    )
  const command = program
    .command("savepoint <from> [to]")
    .description(
      "copy the newest checkpoint of a job into a folder of its own, for --from-savepoint; of a running job (a URL) one of now",
    )
    .option("--job <name>", "which job, where the folder holds several")
  addOptions(command, [
    "cep savepoint /var/lib/cep before-upgrade --job fraud",
    "cep savepoint http://localhost:8080",
  ]).action(async (from: string, to: string | undefined, options: SavepointOptions) =>
    done(await savepoint(from, to, options)),
  )
}

function addRun(program: Command, done: (exitCode: number) => void, rules: RuleCache | undefined): void {
  const command = program
    .command("run <files...>")
    .description(
      "run rules, or a module that `cep compile` made of them, on events until the sources end or the job is stopped",
    )
    .option(
      "-s, --source <event=spec>",
      "where events of a type come from; '*=SPEC' for a stream of several types",
      collect,
    )
    .option("--sink <name=spec>", "where outputs go; `alerts` is the default one", collect)
    .option("--table <name=spec>", "where a lookup table's rows come from", collect)
    .option("-p, --param <name=value>", "another value for a param", collect)
    .option("--dead-letter <spec>", "where bad events go (default: they are counted, the first of each kind is logged)")
    .option("--late <spec>", "where late events go (default: they are counted)")
    .option("--strict", "stop at the first bad event, exit code 3")
    .option("--at-end <how>", "the end of the input: close = no event will come; stop = time stays", "close")
    .option("--max-ahead <duration>", "live sources: refuse events dated this much after the clock", "1h")
    .option("--idle-after <duration>", "live sources: do not wait for one that is silent for so long", "30s")
    .option(
      "--async-timeout <duration>",
      "how long an asynchronous function may take before its result is missing",
      "1s",
    )
    .option("--async-concurrency <n>", "how many asynchronous calls are under way at once", "16")
    .option("-q, --quiet", "errors alone")
    .option("--json", "the summary as one JSON line, the last on standard error")
    .option("--log <form>", "messages as text or json (default: text on a terminal)")
    .option("--listen <address>", "status, metrics and changes over HTTP, as in 127.0.0.1:8080")
    .option(
      "--token-file <file>",
      "a secret that askers must know, or several with names and roles; without it only the loopback is listened on",
    )
    .option(
      "--keep-recent <duration>",
      "with --listen: the events for dry runs, 32 MiB at most (default: 5min; 0s: none)",
    )
    .option("--watch", "go on with the rules' files as they are whenever they change")
    .option("--warm-up", "with --watch: judge past events by rules that would begin empty, before they come")
    .option("--guard <duration>", "take rules back that fail on events within this time after they came, as in 1min")
    .option("--audit <file>", "who changed what while the job ran (default: audit.jsonl beside the checkpoints)")
  addCheckpointOptions(command)
  command
    .addHelpText("after", specHelp)
    .addHelpText(
      "after",
      examples(
        "cep run fraud.cep --source Transaction=file:events.jsonl",
        "cep run fraud.cep --source '*=file:all.jsonl.gz?type=kind' --sink alerts=file:alerts.jsonl",
        "tail -f events.jsonl | cep run fraud.cep --source 'Transaction=-?live=true'",
        "cep run fraud.cep --source Transaction=events.csv --dead-letter file:bad.jsonl --param limit=800",
        "cep run dist/fraud.js --source Transaction=file:events.jsonl",
      ),
    )
    .action(async (files: string[], options: RunOptions) =>
      done(await (await import("./commands/run.ts")).run(files, options, rules)),
    )
}

/** What a job outlives its process with, and how it is divided. */
function addCheckpointOptions(command: Command): void {
  command
    .option(
      "--checkpoint-dir <dir>",
      "checkpoints, so that a restart goes on where it was and each output appears once; a folder, or s3://bucket/prefix",
    )
    .option("--checkpoint-interval <duration>", "how often, and so how long outputs wait (default 10s)")
    .option("--job <name>", "the job's name among the checkpoints (default: that of the first file)")
    .option("--from-savepoint <dir>", "begin with the state of a savepoint: a folder, or s3://bucket/prefix")
    .option(
      "--rules <which>",
      "given = the files of the command, stored = the rules that the job ran last (default: stored where they came while it ran and the files are untouched since)",
    )
    .option("--fresh", "begin empty although there are checkpoints: outputs may come again")
    .option("--allow-repeats", "go back behind a damaged checkpoint whose outputs are out already")
    .option("--assume-published <sink=n>", "a sink that lost its mark holds all outputs up to checkpoint n", collect)
    .option("--accept-loss", "go on where a source has dropped events that were not read")
    .option("--start-timeout <duration>", "how long the start waits for servers that are away (default 60s)")
    .option("--max-outbox <size>", "outputs that may wait for their sinks before reading stops (default 1GiB)")
    .option(
      "--member <k/K>",
      "sources `partitioned by` a key: run the k-th share of the slices, fixed (default: shared)",
    )
    .option(
      "--repartition [slices]",
      "processes share the job by its rules' keys, whatever the sources' partitions: 32 slices, or so many (1 to 128)",
    )
    .option("--parallelism <n>", "threads that share the keys of the rules", "1")
    .option("--state <backend>", "where state lives: memory, or disk where it is larger than that", "memory")
    .option("--state-memory <size>", "of state on disk about so much stays in memory (default 256MiB)")
    .option("--state-dir <dir>", "where state on disk lies while the job runs (default: beside the checkpoints)")
}

function addTest(program: Command, done: (exitCode: number) => void): void {
  program
    .command("test <files...>")
    .description("run the test blocks of rules; exit code 4 if one fails")
    .option("-t, --only <text>", "only the tests that have this in their name, in any case")
    .option("--coverage", "show all that no test took: states, transitions, both sides of conditions")
    .option("--coverage-threshold <percent>", "exit code 4 if less than this was taken", percent)
    .option("--lcov <file>", "write the coverage as LCOV, for CI servers and editors")
    .option("--junit <file>", "write the results as JUnit XML, for CI servers")
    .option("--json", "for tools: results and coverage as JSON on standard output")
    .option("--watch", "go on, and run what is concerned when files change; ends with Ctrl-C")
    .addHelpText(
      "after",
      examples(
        "cep test fraud.cep",
        "cep test rules/ --only 'card testing'",
        "cep test rules/ --coverage-threshold 90 --junit results.xml --lcov lcov.info",
        "cep test rules/ --watch",
      ),
    )
    .action(async (files: string[], options: TestOptions) =>
      done(await (await import("./commands/test.ts")).test(files, options)),
    )
}

function percent(text: string): number {
  const value = /^\d{1,3}(\.\d+)?%?$/.test(text) ? Number(text.replace("%", "")) : Number.NaN
  if (value >= 0 && value <= 100) return value
  throw new InvalidArgumentError("it is a number of percent from 0 to 100.")
}

function addBacktest(program: Command, done: (exitCode: number) => void): void {
  program
    .command("backtest <files...>")
    .description("replay history: what rules would have done, against other rules and a label")
    .option(
      "-s, --source <event=spec>",
      "where events of a type come from; '*=SPEC' for a stream of several types",
      collect,
    )
    .option("--table <name=spec>", "where a lookup table's rows come from", collect)
    .option("--against <file>", "the rules before a change: what it adds and takes away; again for more files", collect)
    .option("--label <field>", "a field of the events (true/false, 1/0) that says what was right: precision and recall")
    .option("--label-class <field>", "a field that says which kind: what was found of each")
    .option("--html <file>", "write a report with plots, one file")
    .option("--alerts <file>", "write the alerts as JSON lines")
    .option("--json", "the report as one JSON object on standard output")
    .option("--examples <n>", "examples of each kind for a rule that changed", "5")
    .option("--fail-on-change", "exit code 4 if the versions differ in any alert")
    .option("-p, --param <name=value>", "another value for a param", collect)
    .option("--against-param <name=value>", "likewise, for the version of --against", collect)
    .option("--dead-letter <spec>", "where bad events go (default: they are counted, the first of each kind is logged)")
    .option("--late <spec>", "where late events go (default: they are counted)")
    .option("--strict", "stop at the first bad event, exit code 3")
    .option("--at-end <how>", "the end of the input: close = no event will come; stop = time stays", "close")
    .option(
      "--async-timeout <duration>",
      "how long an asynchronous function may take before its result is missing",
      "1s",
    )
    .option("--async-concurrency <n>", "how many asynchronous calls are under way at once", "16")
    .option("-q, --quiet", "no progress, errors alone")
    .option("--log <form>", "messages as text or json (default: text on a terminal)")
    .addHelpText("after", "\nAlerts are delivered nowhere: the sinks of the rules are not opened.")
    .addHelpText("after", specHelp)
    .addHelpText(
      "after",
      examples(
        "cep backtest fraud.cep --source 'Transaction=file:history/*.csv.gz' --label fraud --html report.html",
        "cep backtest new.cep --against old.cep --source '*=file:january.jsonl' --examples 10",
        "cep backtest fraud.cep --against fraud.cep --param limit=800 --source Transaction=january.csv",
      ),
    )
    .action(async (files: string[], options: BacktestOptions) =>
      done(await (await import("./commands/backtest.ts")).backtest(files, options)),
    )
}

function addWhy(program: Command, done: (exitCode: number) => void): void {
  program
    .command("why <files...>")
    .description(
      "say why a rule fired for a key, or did not: replays events and follows every partial match; of a running job (a URL) what it holds for the key",
    )
    .requiredOption("-r, --rule <name>", "the rule")
    .option("-k, --key <value>", "the key; of several parts one each, in the order of the rule", collect)
    .option("--at <time>", "what lived then, as in 2026-01-31T10:00:04 (UTC); default: all of the time")
    .option(
      "-s, --source <event=spec>",
      "where events of a type come from; '*=SPEC' for a stream of several types",
      collect,
    )
    .option("--table <name=spec>", "where a lookup table's rows come from", collect)
    .option("-p, --param <name=value>", "another value for a param", collect)
    .option("--limit <n>", "how many partial matches are told, and events that each passed over", "5")
    .option("--json", "the answer as one JSON object on standard output")
    .option("--at-end <how>", "the end of the input: close = no event will come; stop = time stays", "close")
    .option(
      "--async-timeout <duration>",
      "how long an asynchronous function may take before its result is missing",
      "1s",
    )
    .option("--async-concurrency <n>", "how many asynchronous calls are under way at once", "16")
    .option("-q, --quiet", "no progress, errors alone")
    .option("--log <form>", "messages as text or json (default: text on a terminal)")
    .option("--token-file <file>", "of a running job: a file with the secret that it asks for")
    .option("--timeout <duration>", "of a running job: how long to wait for the answer", "5min")
    .addHelpText(
      "after",
      "\nThe first line says the reason. The events may be read several times, to find out what would have happened otherwise.",
    )
    .addHelpText("after", specHelp)
    .addHelpText(
      "after",
      examples(
        "cep why fraud.cep --source Transaction=events.jsonl --rule CardTesting --key c1",
        "cep why rules/ --source '*=file:day.jsonl.gz' --rule Unconfirmed --key a7 --at 2026-01-31T10:30:00Z",
        "cep why fraud.cep --source Transaction=events.csv --rule ByCountry --key a1 --key NL --json",
        "cep why localhost:8080 --rule CardTesting --key c1",
      ),
    )
    .action(async (files: string[], options: WhyOptions) =>
      done(await (await import("./commands/why.ts")).whyCommand(files, options)),
    )
}

function collect(value: string, before: string[] | undefined): string[] {
  if (value === "") throw new InvalidArgumentError("It is empty.")
  return [...(before ?? []), value]
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}\n`
}

function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("It is no whole number.")
  return Number(value)
}
