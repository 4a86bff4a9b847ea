import type { Actor } from '../../src/kernel/actor.ts'

/** Where a person's work begins, by the roles they hold. */
export function landingOf(actor: Actor): string {
  if (actor.kind === 'household') return '/card'
  if (actor.kind !== 'user') return '/'
  const roles = new Set(actor.grants.map(({ role }) => role))
  if (roles.has('operator')) return '/operator'
  if (roles.has('office') || roles.has('supervisor')) return '/office'
  return roles.size > 0 ? '/coop' : '/account'
}

/** A path of this site to go on to; null for anything that leads elsewhere. */
export function ownPath(next: unknown): string | null {
  return typeof next === 'string' && /^\/(?![/\\])[\x21-\x7E]*$/.test(next) ? next : null
}
