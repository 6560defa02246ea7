/** What may be done with a visit over REST: `POST /visits/{id}/VERB`, each answered 200. A rating has a door of its own. */
export const visitVerbs = [
  'recall',
  'start',
  'no-show',
  'requeue',
  'park',
  'resume',
  'transfer',
  'services',
  'turns',
  'finish',
  'cancel',
] as const
