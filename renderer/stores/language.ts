/** The language a member of staff reads; kept on this machine. */
import { ref, watchEffect } from 'vue'
import type { Ref } from 'vue'

export type StaffLocale = 'zh' | 'en'

const place = 'yihao.language'

function kept(): StaffLocale {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(place)
  return asked === 'en' ? 'en' : 'zh'
}

let language: Ref<StaffLocale> | undefined

/** One language for the whole screen. */
export function useLanguage(): Ref<StaffLocale> {
  if (language === undefined) {
    const chosen = ref(kept())
    watchEffect(() => {
      localStorage.setItem(place, chosen.value)
      document.documentElement.lang = chosen.value === 'zh' ? 'zh-CN' : 'en'
    })
    language = chosen
  }
  return language
}
