/** How many cases of the list may be chosen for one command. In a file of its own: the start script reads it without the contract. */
export const mostChosen = 2000
