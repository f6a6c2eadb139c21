/** Where each procedure of administration lies; free of schemas, so that a page may import it. */
export const adminPaths = {
  history: { method: 'GET', path: '/api/v1/admin/history' },
  unapplied: { method: 'GET', path: '/api/v1/admin/unapplied-commands' },
  policies: { method: 'GET', path: '/api/v1/admin/policies' },
  calendars: { method: 'GET', path: '/api/v1/admin/calendars' },
  categories: { method: 'GET', path: '/api/v1/admin/categories' },
  routings: { method: 'GET', path: '/api/v1/admin/routings' },
  grounds: { method: 'GET', path: '/api/v1/admin/grounds' },
  templates: { method: 'GET', path: '/api/v1/admin/templates' },
  teams: { method: 'GET', path: '/api/v1/admin/teams' },
  grants: { method: 'GET', path: '/api/v1/admin/grants' },
  previewPolicy: { method: 'POST', path: '/api/v1/admin/policies/preview' },
  previewCalendar: { method: 'POST', path: '/api/v1/admin/calendars/preview' },
  savePolicy: { method: 'POST', path: '/api/v1/admin/policies' },
  saveCalendar: { method: 'POST', path: '/api/v1/admin/calendars' },
  saveCategory: { method: 'POST', path: '/api/v1/admin/categories' },
  saveRouting: { method: 'POST', path: '/api/v1/admin/routings' },
  saveGround: { method: 'POST', path: '/api/v1/admin/grounds' },
  saveTemplate: { method: 'POST', path: '/api/v1/admin/templates' },
  saveTeam: { method: 'POST', path: '/api/v1/admin/teams' },
  saveGrant: { method: 'POST', path: '/api/v1/admin/grants' },
} as const
export type AdminProcedure = keyof typeof adminPaths

/** Where absences and reorganisations are administered, and where an official enters the own absences. */
export const organisationPaths = {
  absences: { method: 'GET', path: '/api/v1/admin/absences' },
  saveAbsence: { method: 'POST', path: '/api/v1/admin/absences' },
  endAbsence: { method: 'POST', path: '/api/v1/admin/absences/end' },
  ownAbsences: { method: 'GET', path: '/api/v1/me/absences' },
  saveOwnAbsence: { method: 'POST', path: '/api/v1/me/absences' },
  endOwnAbsence: { method: 'POST', path: '/api/v1/me/absences/end' },
  successions: { method: 'GET', path: '/api/v1/admin/successions' },
  previewSuccession: { method: 'POST', path: '/api/v1/admin/successions/preview' },
  startSuccession: { method: 'POST', path: '/api/v1/admin/successions' },
  withdrawSuccession: { method: 'POST', path: '/api/v1/admin/successions/withdraw' },
} as const
export type OrganisationProcedure = keyof typeof organisationPaths
