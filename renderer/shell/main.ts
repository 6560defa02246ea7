/** Entry of the desktop app's own page. There is no server behind it: the app itself answers. */
import '#shared/protocol/screenPolicy.ts'
import '../fonts.ts'
import { createApp } from 'vue'
import Shell from './Shell.vue'
import { bridgeOf } from './bridge.ts'

const bridge = bridgeOf(globalThis)
if (bridge !== undefined) createApp(Shell, { bridge, state: await bridge.state() }).mount('#app')
