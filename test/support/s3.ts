import { spawn } from "node:child_process"
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { endServer, untilAnswers } from "./http-server.ts"
import { serviceJars } from "./jars.ts"
import { freePorts } from "./ports.ts"
import { startInOrder } from "./s3/in-order.ts"

/** An object store of a test's own, on this machine. It takes any credentials. */
export interface S3Service {
  readonly port: number
  /** It is there from the start. */
  readonly bucket: string
  /** `s3://…` of a prefix of the bucket, asked for directly or, where a port is given, there. */
  address(prefix: string, port?: number): string
  /** Ends it and takes its files away. */
  remove(): Promise<void>
}

/** What the SDK finds in the environment: any credentials and region do. */
export const s3Environment: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: "tests",
  AWS_SECRET_ACCESS_KEY: "tests",
  AWS_REGION: "us-east-1",
  // What else this machine may have set up is not asked.
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
}

/** Brings up a service (Adobe's S3Mock) on a free port. Throws when it cannot: a test that needs one fails then. */
export async function startS3(): Promise<S3Service> {
  const jars = await serviceJars("s3", fileURLToPath(new URL("s3/pom.xml", import.meta.url)))
  const jar = join(jars, readdirSync(jars).find((name) => name.endsWith(".jar"))!)
  const folder = mkdtempSync(join(tmpdir(), "cepheus-s3-"))
  const [port] = await freePorts(1)
  const bucket = "checkpoints"
  const settings = "--com.adobe.testing.s3mock"
  const args = [
    ...["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", `-Djava.io.tmpdir=${folder}`],
    ...["-jar", jar, "--server.port=0", `${settings}.http-port=${port}`, `${settings}.store.root=${folder}/data`],
    ...[`${settings}.store.retain-files-on-exit=true`, `${settings}.store.initial-buckets=${bucket}`],
  ]
  const log = join(folder, "log")
  const output = openSync(log, "w")
  const server = spawn("java", args, { cwd: folder, stdio: ["ignore", output, output] })
  closeSync(output)
  let front: Awaited<ReturnType<typeof startInOrder>> | undefined
  const remove = async () => {
    await front?.close()
    await endServer(server)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await untilAnswers("S3Mock", `http://127.0.0.1:${port}/`, server, () => readFileSync(log, "utf8"))
    front = await startInOrder(port!)
  } catch (error) {
    await remove()
    throw error
  }
  const { port: own } = front
  const address = (prefix: string, at = own) =>
    `s3://${bucket}/${prefix}?endpoint=http://127.0.0.1:${at}&forcePathStyle=true&region=us-east-1`
  return { port: own, bucket, address, remove }
}
