import { Notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.css'

/** Where notices of what happened elsewhere appear; loaded after the first rows. */
export function Toasts() {
  return <Notifications position="bottom-right" limit={3} autoClose={4000} />
}
