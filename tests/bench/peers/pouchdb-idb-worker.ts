import { answerPouchRounds } from './pouchdb-rounds.ts'

answerPouchRounds('idb')
