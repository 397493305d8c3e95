import { defineConfig } from "vitest/config"

const report = process.env.TEST_REPORT

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    // Many tests wait for services and other processes: two files at once keep two processors busy.
    maxWorkers: 2,
    // A guard against what hangs; no test depends on being quick (test/tidy).
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // A file for the counts beside what is printed, where one is asked for.
    reporters: report === undefined || report === "" ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
})
