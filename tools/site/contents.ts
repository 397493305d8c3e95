/** What the documents' site holds, and in which order it is read. */

/** A page in the contents: a document, by its path in the repository, and where its title is too long for a list another name. */
export interface Entry {
  readonly source: string
  readonly label?: string
}

export interface Section {
  readonly title: string
  readonly entries: readonly Entry[]
}

/** The list of messages, whose rows lead to a page for each. */
export const messageList = "docs/reference/messages/README.md"

const named = (source: string, label: string): Entry => ({ source, label })
const language = (name: string, label?: string): Entry => ({
  source: `docs/language/${name}.md`,
  ...(label !== undefined && { label }),
})
const operate = (name: string, label: string): Entry => named(`docs/operate/${name}.md`, label)
const sample = (name: string): Entry => named(`samples/${name}/README.md`, name)

/** In the order in which somebody reads who has heard nothing of Cepheus. */
export const contents: readonly Section[] = [
  {
    title: "Start",
    entries: [
      named("README.md", "What it is"),
      named("docs/tutorial.md", "Tutorial: five minutes"),
      named("docs/editors.md", "Editors"),
      named("samples/playground/README.md", "Playground"),
    ],
  },
  {
    title: "Language",
    entries: [
      language("README", "Overview"),
      language("files"),
      language("declarations"),
      language("expressions"),
      language("rules"),
      language("patterns"),
      language("aggregates", "Aggregates"),
      language("windows"),
      language("joins"),
      language("tables"),
      language("functions"),
      language("models"),
      language("tests"),
    ],
  },
  {
    title: "Samples",
    entries: [
      named("samples/README.md", "Overview"),
      ...["card-fraud", "account-takeover", "payment-history", "model-score", "order-payments"].map(sample),
      ...["order-dashboard", "shop-visits", "iot-sensors", "log-monitoring"].map(sample),
    ],
  },
  {
    title: "Operate",
    entries: [
      operate("running", "Running rules"),
      operate("kafka", "Kafka"),
      operate("checkpoints", "Checkpoints"),
      operate("several-processes", "Several processes"),
      operate("state", "State on disk"),
      operate("control", "Changing a running job"),
      operate("console", "Console"),
      operate("monitoring", "Watching a job"),
      operate("why", "Why a rule fired or did not"),
      operate("backtest", "Backtests"),
    ],
  },
  {
    title: "Reference",
    entries: [
      named("docs/reference/functions.md", "Built-in functions"),
      named("docs/reference/connectors.md", "Connectors"),
      operate("cli", "Command line"),
      operate("metrics", "Status and metrics"),
      operate("reload-verdicts", "What an edit of rules keeps"),
      named("docs/reference/formatting.md", "Layout"),
      named(messageList, "Messages"),
    ],
  },
  { title: "Coming from other systems", entries: [language("coming-from", "Flink CEP, Esper, SQL, EQL, Sigma")] },
  {
    title: "How it is built",
    entries: [
      named("docs/ARCHITECTURE.md", "Architecture"),
      named("docs/GLOSSARY.md", "Glossary"),
      operate("benchmarks", "Benchmarks"),
      named("docs/STYLE.md", "Style"),
      named("lang/messages/README.md", "Adding a message"),
    ],
  },
]

/** Whether a file of the repository belongs into the contents. */
export function isDocument(path: string): boolean {
  return path === "README.md" || /^(docs|samples)\/.*\.md$/.test(path) || path === "lang/messages/README.md"
}

/** What is wrong with the contents, given all documents of the repository: each must have one place. Pages of messages have theirs by the list of them. */
export function contentsProblems(documents: readonly string[]): string[] {
  const places = contents.flatMap(({ entries }) => entries.map(({ source }) => source))
  const isMessage = (path: string) => /^docs\/reference\/messages\/CEP\d+\.md$/.test(path)
  return [
    ...documents
      .filter((path) => !places.includes(path) && !isMessage(path))
      .map((path) => `${path}: is in no contents; give it a place in tools/site/contents.ts`),
    ...places
      .filter((path) => !documents.includes(path))
      .map((path) => `tools/site/contents.ts: ${path} does not exist`),
    ...places
      .filter((path, at) => places.indexOf(path) !== at)
      .map((path) => `tools/site/contents.ts: ${path} has two places`),
  ]
}

/** Where a document stands on the site: a page of HTML, relative to its start. */
export function addressOf(source: string): string {
  if (source === "lang/messages/README.md") return "adding-a-message.html"
  const path = source.replace(/^docs\//, "").replace(/\.md$/, "")
  const name = path.replace(/(^|\/)README$/, "$1index")
  // The files of the project in capitals are pages like others.
  return `${/^[A-Z]+$/.test(name) ? name.toLowerCase() : name}.html`
}
