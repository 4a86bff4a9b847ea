import type { Actor, Role } from '../kernel/actor.ts'
import type { Problem } from '../kernel/problem.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { isWithin } from '../region/division.ts'

// poverty-office matrix: who may do what. An operator runs the platform and sees no household.
const rolesOf = {
  'user.create': ['operator', 'manager'],
  // Four eyes would be two accounts of one person if managers could make managers.
  'manager.appoint': ['operator'],
  'user.read': ['operator', 'manager'],
  'organisation.create': ['operator', 'office'],
  'organisation.read': ['manager', 'clerk', 'office', 'supervisor', 'operator'],
  'household.import': ['office'],
  'household.read': ['office', 'supervisor'],
  'card.issue': ['office', 'manager'],
  'member.write': ['manager'],
  'member.read': ['manager', 'clerk', 'office', 'supervisor'],
  'contract.write': ['manager'],
  'contract.sign': ['office'],
  'contract.read': ['manager', 'clerk', 'office', 'supervisor'],
  'product.write': ['office', 'operator'],
  'market_price.write': ['office'],
  'delivery.record': ['manager', 'clerk'],
  'delivery.read': ['manager', 'clerk', 'office', 'supervisor'],
  'correction.decide': ['manager', 'office'],
  'input.record': ['manager', 'clerk'],
  'input.read': ['manager', 'clerk', 'office', 'supervisor'],
  'lot.write': ['manager', 'clerk'],
  'lot.read': ['manager', 'clerk', 'office', 'supervisor'],
  'offer.write': ['manager'],
  'offer.read': ['manager', 'clerk', 'office'],
  'order.ship': ['manager', 'clerk'],
  'order.refund': ['manager'],
  'order.read': ['manager', 'clerk', 'office'],
  'settlement.write': ['manager'],
  'settlement.approve': ['manager', 'office'],
  'settlement.reject': ['office'],
  'settlement.read': ['manager', 'clerk', 'office', 'supervisor'],
  'guarantee.record': ['manager'],
  'account.change': ['manager', 'clerk', 'office'],
  'account.cancel': ['manager', 'office'],
  'adult.write': ['office'],
  'organisation_account.write': ['manager'],
  'organisation_account.confirm': ['manager', 'office'],
  'cash.hand_out': ['manager', 'clerk'],
  'surplus.record': ['manager'],
  'statement.resolve': ['manager', 'office'],
  'ledger.read': ['manager', 'office', 'supervisor'],
  'ledger.close': ['manager'],
  'reconciliation.read': ['operator'],
  'oversight.read': ['office', 'supervisor'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof rolesOf

/** What is touched: an organisation with the division it lies in, or a division alone. */
export type Target = { organisationId?: string; divisionCode?: string }

/** What an actor may reach: organisations by id, divisions by code, or everything. */
export type Scope = { all: boolean; organisationIds: string[]; divisionCodes: string[] }

/**
 * Permission first: null when allowed. A guest is asked to sign in, a role without the permission is forbidden,
 * and what lies outside the actor's scope does not exist for them.
 */
export function permit(actor: Actor, permission: Permission, target: Target): Problem | null {
  if (actor.kind === 'guest') return { code: 'sign_in_required', facts: {} }
  if (actor.kind === 'system') return null
  const scope = scopeOf(actor, permission)
  if (!scope) return { code: 'forbidden', facts: {} }
  return covers(scope, target) ? null : { code: 'not_found', facts: {} }
}

/** For what belongs to no organisation and no division, such as a product: any role that has the permission will do. */
export function permitAnywhere(actor: Actor, permission: Permission): Problem | null {
  if (actor.kind === 'guest') return { code: 'sign_in_required', facts: {} }
  return scopeOf(actor, permission) ? null : { code: 'forbidden', facts: {} }
}

/** The actor's reach for a permission, for use inside a query; null when no role of theirs has it. */
export function scopeOf(actor: Actor, permission: Permission): Scope | null {
  if (actor.kind === 'system') return { all: true, organisationIds: [], divisionCodes: [] }
  if (actor.kind !== 'user') return null
  const roles: readonly Role[] = rolesOf[permission]
  const grants = actor.grants.filter((grant) => roles.includes(grant.role))
  if (grants.length === 0) return null
  return {
    all: grants.some((grant) => grant.role === 'operator'),
    organisationIds: grants.filter((grant) => grant.role === 'manager' || grant.role === 'clerk').map((grant) => grant.scope),
    divisionCodes: grants.filter((grant) => grant.role === 'office' || grant.role === 'supervisor').map((grant) => grant.scope),
  }
}

/** The actor's reach, or why there is none: a guest is asked to sign in, a role without the permission is forbidden. */
export function reachOf(actor: Actor, permission: Permission): Result<Scope> {
  const scope = scopeOf(actor, permission)
  return scope ? ok(scope) : refuse(actor.kind === 'guest' ? 'sign_in_required' : 'forbidden')
}

function covers(scope: Scope, { organisationId, divisionCode }: Target): boolean {
  if (scope.all) return true
  if (organisationId && scope.organisationIds.includes(organisationId)) return true
  return divisionCode !== undefined && scope.divisionCodes.some((code) => isWithin(code, divisionCode))
}
