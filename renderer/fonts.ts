/** The fonts every screen carries along: each file of one script alone, so that none is shaped with another's. */
import '@fontsource-variable/noto-sans-sc/wght.css'
import '@fontsource/noto-sans-arabic/arabic-400.css'
import '@fontsource/noto-sans-arabic/arabic-700.css'
import '@fontsource/noto-sans-mongolian/mongolian-400.css'
