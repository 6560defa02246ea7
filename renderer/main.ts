/** Entry of the hall's and the staff's screens. */
import '#shared/protocol/screenPolicy.ts'
import './fonts.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router.ts'
import { browserDoor } from './stores/browserDoor.ts'
import { hallDoorKey } from './stores/hall.ts'

createApp(App).use(createPinia()).use(router).provide(hallDoorKey, browserDoor).mount('#app')
