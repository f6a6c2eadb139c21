import { cityDate } from '../../../shared/domain/organisation.ts'
import { useServerNow } from './use-server-now.ts'

/** The local date `YYYY-MM-DD` in Hanoi by the server's clock. */
export const useToday = (): string => cityDate(useServerNow())
