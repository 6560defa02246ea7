/** What fan-out is measured against: a Socket.IO server that tells everyone the same when asked. `bareBroadcaster.ts MESSAGE.json` */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { wireEvent } from '#shared/protocol/messages.ts'

const message: unknown = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const server = createServer()
const io = new Server(server, { serveClient: false, transports: ['websocket'], perMessageDeflate: false })
io.on('connection', (socket) => {
  void socket.join('all')
  socket.on('go', () => {
    io.to('all').emit(wireEvent, message)
  })
})
server.listen(0, '127.0.0.1', () => {
  console.log(`ready http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
})
