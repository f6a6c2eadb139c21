/** The roles of domain.md section 4. A person has a role in an agency or in one team of it, and may hold several. */
export const roles = [
  'intake_officer',
  'case_officer',
  'field_officer',
  'team_supervisor',
  'approver',
  'warning_editor',
  'warning_approver',
  'agency_admin',
  'city_coordinator',
  'oversight_officer',
  'security_monitor',
  'system_admin',
] as const
export type Role = (typeof roles)[number]

/** A role held in an agency; `team` null means the whole agency. */
export type RoleGrant = Readonly<{ role: Role; agency: string; team: string | null }>

/** Who acts: an official's id and the roles held at the moment of the action. */
export type Actor = Readonly<{ id: string; grants: readonly RoleGrant[] }>

/** Who gives a command: an official, the citizen through iHaNoi, or the server when a period is over. */
export type Giver = 'official' | 'citizen' | 'system'
