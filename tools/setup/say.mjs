/** Progress goes to stderr: stdout belongs to the command that is run. */
export const say = (text) => process.stderr.write(`${text}\n`)

/** Ends the command with a message that says what to do next. */
export class SetupFailure extends Error {
  constructor(message) {
    super(message)
    this.code = 'setup_failed'
  }
}
