import { writeFileSync } from 'node:fs'

/** Writes `{passed, failed, skipped: [{name, why}]}` of a vitest run to the file named by IHANOI_DESK_RESULT. */
export default class CountingReporter {
  onTestRunEnd(modules, unhandled) {
    const counts = {
      passed: 0,
      failed: unhandled.length,
      skipped: [],
      failures: unhandled.map((error) => String(error.message ?? error)),
    }
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) {
        counts.failed += 1
        counts.failures.push(`${module.moduleId}: ${module.errors()[0].message}`)
      }
      for (const test of module.children.allTests()) this.#count(test, counts)
    }
    const file = process.env.IHANOI_DESK_RESULT
    if (file) writeFileSync(file, JSON.stringify(counts))
  }

  #count(test, counts) {
    const result = test.result()
    if (result.state === 'passed') counts.passed += 1
    else if (result.state === 'skipped')
      counts.skipped.push({ name: test.fullName, why: result.note ?? 'no reason given' })
    else {
      counts.failed += 1
      counts.failures.push(test.fullName)
    }
  }
}
