/** The fields of everything the set-up lists: its pages ask for them, its history tells them. */
import { roles } from '#shared/hall/staff.ts'
import type { ListPart } from '#shared/hall/setUp.ts'
import { reportTextsOf } from '#shared/locale/reports.ts'
import { fieldWords, roleWords } from '#shared/locale/setUp.ts'
import { displayFields } from './displayFields.ts'
import type { Field } from './fields.ts'
import { creditCodeField } from './officialFields.ts'
import { departmentOptions, queueOptions, zoneOptions } from './options.ts'
import type { Named } from './options.ts'

/** By list, its fields with what can be chosen now. */
export const partFields: Readonly<Record<ListPart, (page: Named) => readonly Field[]>> = {
  zones: () => [{ kind: 'names', path: 'name', label: fieldWords.name, inTable: true }],
  departments: () => [
    { kind: 'names', path: 'name', label: fieldWords.name, inTable: true },
    { ...creditCodeField, inTable: true },
  ],
  services: (page) => [
    { kind: 'text', path: 'code', label: fieldWords.code, inTable: true, max: 120 },
    { kind: 'names', path: 'name', label: fieldWords.name, inTable: true },
    {
      kind: 'choice',
      path: 'departmentId',
      label: fieldWords.department,
      options: () => departmentOptions(page),
      inTable: true,
    },
    {
      kind: 'choice',
      path: 'queueId',
      label: fieldWords.queue,
      options: () => queueOptions(page),
      inTable: true,
    },
    { kind: 'text', path: 'group', label: fieldWords.group, optional: true },
    {
      kind: 'choice',
      path: 'audience',
      label: fieldWords.audience,
      optional: true,
      options: () =>
        Object.entries(reportTextsOf(page.locale.value).applicants).map(([value, text]) => ({ value, text })),
    },
    { kind: 'text', path: 'duty', label: fieldWords.duty, optional: true, max: 40 },
    { kind: 'check', path: 'top', label: fieldWords.top, inTable: true },
    { kind: 'lines', path: 'materials', label: fieldWords.materials, short: fieldWords.toBring, names: true },
  ],
  queues: (page) => [
    { kind: 'text', path: 'letter', label: fieldWords.letter, inTable: true, max: 2 },
    { kind: 'names', path: 'name', label: fieldWords.name, inTable: true },
    {
      kind: 'choice',
      path: 'zoneId',
      label: fieldWords.zone,
      optional: true,
      options: () => zoneOptions(page),
      inTable: true,
    },
    { kind: 'number', path: 'dailyCap', label: fieldWords.dailyCap, optional: true, inTable: true },
    { kind: 'hours', path: 'hours', label: fieldWords.hours, inTable: true },
  ],
  counters: (page) => [
    { kind: 'text', path: 'label', label: fieldWords.label, inTable: true, max: 12 },
    { kind: 'names', path: 'name', label: fieldWords.name, inTable: true },
    {
      kind: 'several',
      path: 'queueIds',
      label: fieldWords.queues,
      options: () => queueOptions(page),
      inTable: true,
    },
    {
      kind: 'several',
      path: 'helpQueueIds',
      label: fieldWords.helps,
      options: () => queueOptions(page),
      inTable: true,
    },
    {
      kind: 'choice',
      path: 'zoneId',
      label: fieldWords.zone,
      optional: true,
      options: () => zoneOptions(page),
      inTable: true,
    },
    { kind: 'check', path: 'required', label: fieldWords.required, inTable: true },
  ],
  packages: () => [
    { kind: 'names', path: 'name', label: fieldWords.name, inTable: true },
    { kind: 'steps', path: 'steps', label: fieldWords.steps, short: fieldWords.stepsInOrder, inTable: true },
  ],
  staff: (page) => [
    { kind: 'text', path: 'staffNo', label: fieldWords.staffNo, inTable: true, max: 20 },
    { kind: 'text', path: 'name', label: fieldWords.personName, inTable: true, max: 60 },
    {
      kind: 'several',
      path: 'roles',
      label: fieldWords.roles,
      inTable: true,
      options: () => roles.map((role) => ({ value: role, text: roleWords[role][page.locale.value] })),
    },
    { kind: 'skills', path: 'skills', label: fieldWords.skills, inTable: true },
  ],
  displays: displayFields,
}
