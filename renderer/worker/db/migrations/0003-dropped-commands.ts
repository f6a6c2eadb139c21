/** Version 3: what an official withdrew or gave up stays readable for a while, apart from what is still to be sent. */
export const droppedCommands = { version: 3, stores: { dropped: 'key' } } as const
