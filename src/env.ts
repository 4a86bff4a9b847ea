import { z } from 'zod'
import type { Environment, Secrets } from './platform/context.ts'

export type Bindings = {
  MARKET_DB: D1Database
  COUNTY_DB: D1Database
  VAULT_DB: D1Database
  FILES: R2Bucket
  ASSETS: Fetcher
  ENVIRONMENT: string
  PAYMENT_GATEWAY: string
  VAULT_KEY?: string
  VAULT_HMAC_KEY?: string
  CARD_KEY?: string
  PASSWORD_PEPPER?: string
  SETUP_TOKEN?: string
}

export type Configuration = { environment: Environment; secrets: Secrets }

const secretNames = ['VAULT_KEY', 'VAULT_HMAC_KEY', 'CARD_KEY', 'PASSWORD_PEPPER'] as const
const longSecret = z.string().min(32)

// Known to everyone who reads this file, so they serve development, tests and the demo only.
const developmentSecrets: Secrets = {
  vaultKey: 'ZGV2ZWxvcG1lbnQtb25seS12YXVsdC1rZXktMzJieXQ=',
  vaultHmacKey: 'development-only-vault-hmac-key-32',
  cardKey: 'development-only-card-key-32-chars',
  passwordPepper: 'development-only-password-pepper-32',
  setupToken: 'development-setup',
}

/**
 * Checks the configuration. In production every secret must be set, at least 32 characters long (VAULT_KEY: base64 of
 * 32 bytes), none may be a development value, and PAYMENT_GATEWAY must say "trial"; otherwise the names of what is missing.
 */
export function configure(env: Bindings): Configuration | { missing: string[] } {
  const environment = z.enum(['development', 'test', 'demo', 'production']).safeParse(env.ENVIRONMENT)
  if (!environment.success) return { missing: ['ENVIRONMENT'] }
  if (environment.data !== 'production') return { environment: environment.data, secrets: developmentSecrets }
  const known = new Set(Object.values(developmentSecrets))
  const missing: string[] = secretNames.filter((name) => !longSecret.safeParse(env[name]).success || known.has(env[name]!))
  if (!missing.includes('VAULT_KEY') && !isKey(env.VAULT_KEY!)) missing.push('VAULT_KEY')
  // A sandbox anyone may press "paid" in is never switched on by leaving the default.
  if (env.PAYMENT_GATEWAY !== 'trial') missing.push('PAYMENT_GATEWAY')
  if (missing.length > 0) return { missing }
  const secrets = {
    vaultKey: env.VAULT_KEY!,
    vaultHmacKey: env.VAULT_HMAC_KEY!,
    cardKey: env.CARD_KEY!,
    passwordPepper: env.PASSWORD_PEPPER!,
    setupToken: env.SETUP_TOKEN ?? null,
  }
  return { environment: 'production', secrets }
}

function isKey(base64: string): boolean {
  try {
    return atob(base64).length === 32
  } catch {
    return false
  }
}
