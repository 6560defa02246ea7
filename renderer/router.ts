/** The addresses of the screens; the hub and every station serve the same page for all of them. */
import { createRouter, createWebHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: () => import('./chooser/Chooser.vue') },
    { path: '/console', component: () => import('./console/Console.vue') },
    { path: '/guide', component: () => import('./guide/Guide.vue') },
    { path: '/display', component: () => import('./display/Display.vue') },
    { path: '/manager/:page?/:rest(.*)*', component: () => import('./manager/Manager.vue') },
    { path: '/pad', component: () => import('./pad/Pad.vue') },
    { path: '/v/:token', component: () => import('./visitor/Visitor.vue') },
    { path: '/:anywhereElse(.*)*', redirect: '/' },
  ],
})
