import { ConnectorError } from "../contract.ts"

const usageCodes = new Set(["ENOENT", "EEXIST", "EISDIR", "ENOTDIR", "ENAMETOOLONG"])

const words: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EEXIST: "a part of the path is no folder",
  ENOTDIR: "a part of the path is no folder",
  ENAMETOOLONG: "the name is too long",
  EACCES: "reading or writing it is not allowed",
  EPERM: "reading or writing it is not allowed",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
  EMFILE: "too many files are open",
  EIO: "the disk or the connection to it failed",
}

/** The error of an operation on a file in words: what was tried, which file, why not. A missing file is wrong use, all else a failure. */
export function fileFailure(doing: string, path: string, error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  const reason = words[code] ?? (error instanceof Error ? error.message : String(error))
  if (code === "EPIPE" || code === "ERR_STREAM_DESTROYED")
    return new ConnectorError("closed", `the reader of ${path} went away`, error)
  return new ConnectorError(usageCodes.has(code) ? "usage" : "failure", `cannot ${doing} ${path}: ${reason}`, error)
}
