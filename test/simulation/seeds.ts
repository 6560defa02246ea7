/** Seeds that once failed, kept for ever. A change to what people do or what goes wrong gives seeds another meaning; they stay. */
export const pinnedSeeds: readonly { readonly seed: number; readonly found: string }[] = []
