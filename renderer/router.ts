/** The addresses of the screens; the hub and every station serve the same page for all of them. */
import { createRouter, createWebHistory } from 'vue-router'
import { z } from 'zod'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: () => import('./chooser/Chooser.vue') },
    { path: '/console', component: () => import('./console/Console.vue') },
    { path: '/guide', component: () => import('./guide/Guide.vue') },
    { path: '/display', component: () => import('./display/Display.vue') },
    { path: '/manager/:page?/:rest(.*)*', component: () => import('./manager/Manager.vue') },
    { path: '/setup', component: () => import('./manager/setup/FirstRun.vue') },
    { path: '/pad', component: () => import('./pad/Pad.vue') },
    { path: '/v/:token', component: () => import('./visitor/Visitor.vue') },
    { path: '/:anywhereElse(.*)*', redirect: '/' },
  ],
})

const hub = z.object({ status: z.string() })

// A hub that has no hall yet has nothing to show but the way to set it up.
router.beforeEach(async ({ path }) => {
  if (path !== '/' && path !== '/setup' && path !== '/manager') return true
  try {
    const said = hub.safeParse(await (await fetch('/healthz')).json())
    const isNew = said.success && said.data.status === 'notSetUp'
    if (isNew !== (path === '/setup')) return isNew ? '/setup' : path === '/setup' ? '/manager' : true
  } catch {
    // Whoever cannot be asked now is asked by the page itself.
  }
  return true
})
