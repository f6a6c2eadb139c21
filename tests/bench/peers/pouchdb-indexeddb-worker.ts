import PouchDB from 'pouchdb-browser'
import adapter from 'pouchdb-adapter-indexeddb'
import { answerPouchRounds } from './pouchdb-rounds.ts'

PouchDB.plugin(adapter)
answerPouchRounds('indexeddb')
