/**
 * What the hub is measured against: a server that puts what each command makes
 * into one table of one column, in durable group commits, and answers with bytes
 * made beforehand. No rules, no state, no second thought.
 * `bareServer.ts DATABASE EXCHANGES.json socket|rest|tcp`
 */
import SQLite from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server as TcpServer } from 'node:net'
import { Server } from 'socket.io'
import { wireEvent } from '#shared/protocol/messages.ts'
import type { Bare } from './bare.ts'

const [path = '', exchanges = '', kind = 'socket'] = process.argv.slice(2)
const known = JSON.parse(readFileSync(exchanges, 'utf8')) as Bare

const db = new SQLite(path)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('CREATE TABLE IF NOT EXISTS rows (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
const put = db.prepare<[string]>('INSERT INTO rows (body) VALUES (?)')

interface Waiting {
  readonly row: string
  readonly reply: () => void
}
let group: Waiting[] = []
const commit = db.transaction((waiting: readonly Waiting[]) => {
  for (const { row } of waiting) put.run(row)
})

/** Replies once the row is durable, with all that came in the same turn of the loop. */
function write(row: string, reply: () => void): void {
  group.push({ row, reply })
  if (group.length > 1) return
  setImmediate(() => {
    const waiting = group
    group = []
    commit.immediate(waiting)
    for (const one of waiting) one.reply()
  })
}

function of(type: string): Bare[string] {
  const found = known[type]
  if (found === undefined) throw new Error(`nothing is known of ${type}`)
  return found
}

function socketServer(): TcpServer {
  const server = createServer()
  const io = new Server(server, { serveClient: false, transports: ['websocket'], perMessageDeflate: false })
  io.on('connection', (socket) => {
    socket.on(wireEvent, (message: { id: string; command: { type: string } }) => {
      const { row, answer } = of(message.command.type)
      const { answer: made } = answer as { answer: object }
      write(row, () => {
        socket.emit(wireEvent, { type: 'answer', id: message.id, answer: made })
      })
    })
  })
  return server
}

function restServer(): TcpServer {
  return createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (piece: string) => (text += piece))
    request.on('end', () => {
      JSON.parse(text)
      const type = (request.url ?? '').endsWith('/visits')
        ? 'issueVisit'
        : (request.url ?? '').endsWith('/finish')
          ? 'finish'
          : 'callNext'
      const { row, answer } = of(type)
      write(row, () => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      })
    })
  })
}

/** One JSON text a line, over plain TCP. */
function tcpServer(): TcpServer {
  return createTcpServer({ noDelay: true }, (socket) => {
    let rest = ''
    socket.setEncoding('utf8')
    socket.on('data', (piece: string) => {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const message = JSON.parse(line) as { id: string; command: { type: string } }
        const { row, answer } = of(message.command.type)
        const { answer: made } = answer as { answer: object }
        write(row, () => {
          socket.write(`${JSON.stringify({ type: 'answer', id: message.id, answer: made })}\n`)
        })
      }
    })
  })
}

const server = kind === 'rest' ? restServer() : kind === 'tcp' ? tcpServer() : socketServer()
server.listen(0, '127.0.0.1', () => {
  console.log(`ready http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
})
process.once('SIGTERM', () => {
  db.close()
  process.exit(0)
})
