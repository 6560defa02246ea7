/** Entry of the hall's and the staff's screens. */
import '@fontsource-variable/noto-sans-sc/wght.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router.ts'

createApp(App).use(createPinia()).use(router).mount('#app')
