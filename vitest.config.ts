import { defineConfig } from "vitest/config"

const report = process.env.TEST_REPORT

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A file for the counts beside what is printed, where one is asked for.
    reporters: report === undefined || report === "" ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
})
