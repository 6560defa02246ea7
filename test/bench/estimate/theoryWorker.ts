/** The rows of theory, beside whatever else is being worked out. */
import { parentPort } from 'node:worker_threads'
import { theoryRows } from './theory.ts'

parentPort?.postMessage(theoryRows())
