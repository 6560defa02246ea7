// Lets plain TypeScript (the linter's) resolve a component; vue-tsc looks into the file itself and is stricter.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
