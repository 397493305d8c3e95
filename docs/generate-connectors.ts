import { optionText } from "../compiler/service/describe.ts"
import type { ConnectorDeclaration, ConnectorOption, ConnectorUse } from "../lang/catalog.ts"
import { s3Options } from "../runtime/checkpoint/s3/declare.ts"
import { connectorDeclarations, sourceOptions } from "../runtime/connectors/catalog.ts"
import { onnxDeclaration } from "../runtime/models/declare.ts"
import type { Generated } from "./generate.ts"

const page = "docs/reference/connectors.md"

const uses: readonly (readonly [ConnectorUse, string])[] = [
  ["source", "Source"],
  ["sink", "Sink"],
  ["table", "Lookup table"],
  ["model", "Model"],
]

/** What each connector is called on the page, and where more is said of it. */
const titles: Readonly<Record<string, readonly [title: string, more: string]>> = {
  file: ["Files", "[Running rules](../operate/running.md#sources-and-sinks)"],
  kafka: ["Kafka", "[Kafka](../operate/kafka.md)"],
  postgres: ["PostgreSQL", "[Tables of PostgreSQL](../operate/running.md#tables-of-postgresql)"],
  webhook: ["Webhooks", "[Webhooks](../operate/running.md#webhooks)"],
  onnx: ["Models in ONNX", "[Models](../language/models.md)"],
}

/** Makes the reference page of sources, sinks, lookup tables and models from what the connectors declare. */
export function generateConnectors(): Generated {
  const declared = [...connectorDeclarations, onnxDeclaration]
  const problems = declared.flatMap(({ name }) =>
    titles[name] === undefined ? [`docs/generate-connectors.ts: the connector ${name} has no title`] : [],
  )
  const parts =
    problems.length > 0 ? [] : [introduction, overview(declared), forms, ...declared.map(section), checkpoints()]
  return { files: new Map(problems.length > 0 ? [] : [[page, `${parts.join("\n\n")}\n`]]), problems }
}

const introduction = `<!-- Made by \`npm run generate\` from what the connectors declare in runtime/connectors, runtime/models and runtime/checkpoint/s3. Do not edit. -->

# Connectors

Where events and rows come from and where outputs go. The compiler, \`cep run\` and this page read the same declarations: an option that is not here is refused, and so is a value that an option cannot have.`

function overview(declared: readonly ConnectorDeclaration[]): string {
  const rows = declared.map(({ name, use }) => {
    const [title] = titles[name]!
    const cells = uses.map(([each]) => (use.includes(each) ? "yes" : ""))
    return `| [\`${name}\`](#${anchor(title)}) | ${cells.join(" | ")} |`
  })
  return [
    `| Connector | ${uses.map(([, title]) => title).join(" | ")} |`,
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n")
}

const forms = `Checkpoints and savepoints lie in a folder, or in [S3](#checkpoints-in-s3).

## How they are written

On the command line a connector and its options are one text, a SPEC: the connector's name, a colon, the option that needs no name, and behind a \`?\` the others as \`name=value\`, joined by \`&\`.

| SPEC | |
| --- | --- |
| \`file:events.jsonl\` | a file |
| \`events.csv\`, \`-\` | what has no connector's name before a colon is a file; \`-\` is standard input or output |
| \`'file:events.csv?delimiter=%3B'\` | percent escapes stand for characters that mean something here: \`%3B\` is \`;\`, \`%26\` is \`&\`. The quotes keep the shell from reading \`?\` and \`&\` |
| \`'file:logs/*.jsonl.gz'\` | a \`?\` that no \`name=value\` follows is a wildcard |

Rules write the same as a call, with options by name:

\`\`\`cep
event Payment {
  account: string
  amount:  number
  at:      time
} timed by at

source Payment from kafka("payments", brokers: "localhost:9092", keyField: "account")
sink alerts to file("alerts.jsonl", append: true)
\`\`\`

What the command line says takes the place of what the rules say: \`--source Payment=SPEC\`, \`--sink alerts=SPEC\`, \`--table Customers=SPEC\` ([running rules](../operate/running.md#sources-and-sinks)). Secrets have no
option: files and variables of the environment hold them, and options say which.

## Formats

| Format | Where | Chosen by |
| --- | --- | --- |
| JSON lines | files, standard input | default |
| CSV, the first line names the columns | files, standard input | the endings \`.csv\` and \`.tsv\`, or \`format=csv\` |
| gzip around either | files | the ending \`.gz\` |
| a JSON object in each message | Kafka | default |
| Avro, as Confluent's serializers write it | Kafka: [values and keys](../operate/kafka.md#avro) | \`format=avro\`, \`keyFormat=avro\` |

Outputs are always JSON, one object for each. What is no event in its format is a [dead letter](../operate/running.md#what-becomes-of-bad-and-late-events).`

function section(declaration: ConnectorDeclaration): string {
  const [title, more] = titles[declaration.name]!
  const { use, promises = {}, examples, doc } = declaration
  const promised = uses.flatMap(([each, name]) =>
    promises[each] === undefined ? [] : [`- **${name}**: ${promises[each]}`],
  )
  const options = [...declaration.options, ...sourceOptions(declaration)]
  return [
    `## ${title}`,
    doc,
    `More: ${more}.`,
    ["```text", ...examples, "```"].join("\n"),
    optionTable(options, use),
    ...(promised.length === 0 ? [] : [promised.join("\n")]),
  ].join("\n\n")
}

function optionTable(options: readonly ConnectorOption[], all: readonly ConnectorUse[]): string {
  const rows = options.map((option) => {
    const marks = [option.required === true && "required", option.positional === true && "needs no name"].filter(
      Boolean,
    )
    const type = [option.type, ...marks].join(", ")
    const where = option.use === undefined || all.length === 1 ? "" : option.use.join(", ")
    return `| \`${option.name}\` | ${type} | ${where} | ${cell(optionText(option))} |`
  })
  return ["| Option | Value | Only as | What it says |", "| --- | --- | --- | --- |", ...rows].join("\n")
}

function checkpoints(): string {
  return `## Checkpoints in S3

\`--checkpoint-dir\`, \`--from-savepoint\`, \`cep checkpoints\` and \`cep savepoint\` take \`s3://BUCKET/PREFIX\` in the place of a folder. Options stand behind a \`?\`. Credentials come from the environment, a profile or a role alone; an address
that has some is refused. More: [checkpoints in S3](../operate/checkpoints.md#checkpoints-in-s3).

\`\`\`text
s3://company-jobs/cep
s3://jobs/cep?endpoint=https://store.example:9000&region=eu-central-1&forcePathStyle=true
\`\`\`

${optionTable(s3Options, ["sink"])}

A checkpoint is made once, whoever tries: the service must honour \`If-None-Match: *\`, and each start tries whether it does.`
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|")
}

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(" ", "-")
}
