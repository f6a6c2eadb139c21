import { writeFileSync } from 'node:fs'

/** Writes `{passed, failed, skipped: [{name, why}]}` of a Playwright run to the file named by IHANOI_DESK_RESULT. A flaky test counts as failed. */
export default class CountingReporter {
  #suite = null

  onBegin(_config, suite) {
    this.#suite = suite
  }

  onEnd(run) {
    const counts = { passed: 0, failed: 0, skipped: [], failures: [] }
    for (const test of this.#suite.allTests()) {
      const outcome = test.outcome()
      if (outcome === 'expected') counts.passed += 1
      else if (outcome === 'skipped') {
        const why = test.annotations.find((note) => note.type === 'skip')?.description ?? 'no reason given'
        counts.skipped.push({ name: test.title, why })
      } else {
        counts.failed += 1
        counts.failures.push(test.titlePath().filter(Boolean).join(' > '))
      }
    }
    if (run.status !== 'passed' && counts.failed === 0) counts.failed = 1
    const file = process.env.IHANOI_DESK_RESULT
    if (file) writeFileSync(file, JSON.stringify(counts))
  }
}
