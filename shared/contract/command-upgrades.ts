/** A command's name and arguments as some version of the app wrote them. */
export type CommandForm = Readonly<{ name: string; args: Readonly<Record<string, unknown>> }>

/**
 * The forms commands have had: `newest` is the one this build speaks, a step brings a command of its version to the next. A step takes
 * any arguments and never throws: what it does not recognise it leaves for the schema to refuse. Without a step a version ends.
 */
export type CommandForms = Readonly<{
  newest: number
  steps: ReadonlyMap<number, (command: CommandForm) => CommandForm>
}>

/**
 * The forms of this product. A new argument with a default needs no version. Whoever raises `newest` adds the step and raises
 * `wireSchema`, so that a server that does not know the form refuses the push whole and the device keeps it.
 */
export const commandForms: CommandForms = { newest: 1, steps: new Map() }

/** A command of an older version in today's form, step by step; null where this build does not know the version or a step on the way. */
export function upgradedCommand<C extends CommandForm & Readonly<{ v: number }>>(
  forms: CommandForms,
  command: C,
): C | null {
  if (command.v > forms.newest) return null
  let form: CommandForm = command
  for (let version = command.v; version < forms.newest; version += 1) {
    const step = forms.steps.get(version)
    if (step === undefined) return null
    form = step(form)
  }
  return { ...command, name: form.name, args: form.args, v: forms.newest }
}
