/** Entry of the visitor's touch app. */
import '@fontsource-variable/noto-sans-sc/wght.css'
import { createApp } from 'vue'
import App from './App.vue'

createApp(App).mount('#app')
