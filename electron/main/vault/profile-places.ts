/** Names below the profile's folder, and below the folder of one account. */
export const sessionFile = 'session.bin'
export const wipesFolder = 'wipes'
export const accountsFolder = 'accounts'
export const dataKeyFile = 'key.json'
export const firstScreenFile = 'first-screen.bin'
