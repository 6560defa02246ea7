/** What was typed of a matter that could not be done, as the case it opens. */
import { computed, ref } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { caseContact } from '#shared/conduct/cases.ts'
import type { Photo } from '#shared/conduct/cases.ts'
import type { CommandOf } from '#shared/hall/commands.ts'

export interface StuckMatter {
  readonly text: Ref<string>
  readonly name: Ref<string>
  readonly phone: Ref<string>
  /** Whether enough was said, and a telephone number, if any, is one. */
  readonly ready: ComputedRef<boolean>
  readonly photos: Ref<readonly Photo[]>
  readonly command: (about: NonNullable<CommandOf<'openCase'>['about']>) => CommandOf<'openCase'>
}

/** An empty form, or one that begins with these words. */
export function useStuckMatter(begins = ''): StuckMatter {
  const text = ref(begins)
  const name = ref('')
  const phone = ref('')
  const photos = ref<readonly Photo[]>([])
  const contact = computed(() =>
    caseContact.safeParse({
      ...(name.value.trim() === '' ? {} : { name: name.value }),
      ...(phone.value.trim() === '' ? {} : { phone: phone.value.trim() }),
    }),
  )
  return {
    text,
    name,
    phone,
    photos,
    ready: computed(() => text.value.trim() !== '' && contact.value.success),
    command(about) {
      const whom = contact.value.data
      return {
        type: 'openCase',
        kind: 'stuckMatter',
        text: text.value.trim(),
        about,
        ...(photos.value.length === 0 ? {} : { photos: photos.value }),
        ...(whom === undefined || Object.keys(whom).length === 0 ? {} : { contact: whom }),
      }
    },
  }
}
