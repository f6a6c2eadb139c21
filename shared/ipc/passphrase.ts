/** The shortest passphrase of a file that carries unsent work, in characters. */
export const shortestPassphrase = 10
