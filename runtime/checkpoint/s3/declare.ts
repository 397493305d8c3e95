/** The options of an `s3://` address: what is read, what a wrong one is told, and what the documents show. */
import type { ConnectorOption } from "../../../lang/catalog.ts"

/** Each can be left out: the SDK finds it where all tools of AWS do. */
export const s3Options = [
  {
    name: "endpoint",
    type: "text",
    doc: "The URL of another service with the same interface, as in `https://minio.example:9000`. Without it `AWS_ENDPOINT_URL_S3`, or AWS.",
  },
  {
    name: "region",
    type: "text",
    doc: "The region, as in `eu-central-1`. Without it `AWS_REGION`, or what `~/.aws/config` says.",
  },
  {
    name: "forcePathStyle",
    type: "boolean",
    default: false,
    doc: "The bucket stands in the path of requests and not in the name of the host, as services of one's own often want it.",
  },
] as const satisfies readonly ConnectorOption[]
