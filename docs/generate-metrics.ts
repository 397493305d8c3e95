import { metrics } from "../runtime/control/metric-list.ts"
import type { Generated } from "./generate.ts"

const page = "docs/operate/metrics.md"

/** Makes the page of what a running job shows of itself from the metrics that it has. */
export function generateMetrics(): Generated {
  const rows = metrics.map(({ name, kind, labels, help }) => {
    const names = labels.map((label) => `\`${label}\``).join(", ")
    return `| \`${name}\` | ${kind} | ${names} | ${help} |`
  })
  const table = ["| metric | kind | labels | what it says |", "|---|---|---|---|", ...rows].join("\n")
  return { files: new Map([[page, `${introduction}\n${table}\n`]]), problems: [] }
}

const introduction = `<!-- Made by \`npm run generate\` from docs/generate-metrics.ts and runtime/control/metric-list.ts. Do not edit. -->

# A running job, seen from outside

\`\`\`sh job
cep run fraud.cep --listen 127.0.0.1:8080
curl localhost:8080/status
\`\`\`

| path | answers |
|---|---|
| \`/status\` | how the job stands, as JSON: sources, rules, time, checkpoints, tables |
| \`/ready\` | 200 once the job runs and its rules see all that they should; else 503 with the reasons |
| \`/health\` | 200 as long as the process lives; asks for no token |
| \`/metrics\` | the numbers below, for Prometheus |
| \`/openapi.json\` | all of this as an OpenAPI document |
| \`/rules\`, \`/reload\`, \`/params\`, … | [what changes a running job](control.md) |

Times are ISO 8601, durations are seconds, what is not known is \`null\` (of metrics: there is no sample). Whatever is no success is \`{"error": …, "message": …}\`.

**"My rule never fires" is nearly always the watermark.** \`/status\` says under \`heldBackBy\` which partition all others wait for and [why](monitoring.md#my-rule-never-fires), and so does the log when that lasts. In metrics it is \`cepheus_source_holds_back\`, beside \`cepheus_source_watermark_lag_seconds\`.

**Who may ask.** On \`127.0.0.1\`, \`::1\` and \`localhost\` everyone on the machine; requests under another host name are refused, so that no web page can ask through a browser. On any other address the job refuses to start without
\`--token-file FILE\`: [one secret, or several with names and roles](control.md#tokens), sent as \`Authorization: Bearer …\`. Of each token, or from one address, 600 requests a minute are answered.
The connection is not encrypted: put a proxy with TLS in front where it leaves the machine.

## Metrics

Beside these there are those of the process (\`process_cpu_seconds_total\`, \`nodejs_eventloop_lag_seconds\`, …), \`cepheus_job_info\` (labels \`name\`, \`version\`: which job this is, and which rules judge), \`cepheus_ready\`, and of a job in slices \`cepheus_slices\` and \`cepheus_slices_here\` (label \`name\`): how many there are, and how many of them run in this process. In a job with [slices](several-processes.md) each
has the label \`slice\`, and counts from when this process got the slice.
`
