import fc from 'fast-check'

const times = Number(process.env['IHANOI_DESK_SEEDS'] ?? '1')

/** Property tests run 100 cases each, and IHANOI_DESK_SEEDS times as many in the long run; a failure prints its seed and path. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: 100 * times, verbose: fc.VerbosityLevel.Verbose })
