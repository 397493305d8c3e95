import { Buffer } from "node:buffer"
import { expect, test } from "vitest"
import { ConnectorError } from "../../../runtime/connectors/contract.ts"
import { coldOpener } from "../../../runtime/job/cold-state.ts"
import { systemSyncFiles } from "../../../runtime/platform/node-sync-files.ts"

const random = (bytes: number) => Buffer.alloc(bytes)

test("a folder that cannot be made is a failure of the world outside, which says where and what to do", () => {
  const open = coldOpener({
    files: {
      ...systemSyncFiles,
      makeFolder: () => {
        throw new Error("EROFS: read-only file system")
      },
    },
    random,
  })
  const opening = () => open({ folder: "/state/0", memoryBytes: 1 }, { own: [] }, () => {})
  expect(opening).toThrow(ConnectorError)
  expect(opening).toThrow(/\/state\/0.*read-only.*--state-dir/)
})

test("without a folder and without files of a checkpoint nothing is opened", () => {
  expect(coldOpener({ files: systemSyncFiles, random })(undefined, { own: [] }, () => {})).toBeUndefined()
})
