/** Dark or light, as the room needs it; kept on this machine, and until then as the machine is set. */
export type Theme = 'light' | 'dark'

const place = 'yihao.theme'

/** The theme chosen here. */
export function keptTheme(): Theme {
  const kept = localStorage.getItem(place)
  if (kept === 'dark' || kept === 'light') return kept
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Keeps the theme for the next time. */
export function keepTheme(theme: Theme): void {
  localStorage.setItem(place, theme)
}
