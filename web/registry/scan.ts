import type { Context as HonoContext } from 'hono'
import { findScan } from '../../src/contract/version/queries.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { reachOf } from '../../src/identity/permission.ts'
import { found, unwrap } from '../../src/platform/api.ts'

/** The scan of a contract's signed paper, for those within its reach; never kept by a shared cache. */
export async function sendScan(c: Pick<HonoContext<AppEnv>, 'var' | 'body'>, versionId: string): Promise<Response> {
  const { county, files, actor } = c.var.context
  const scan = found(await findScan(county, unwrap(reachOf(actor, 'contract.read')), versionId))
  const kept = found(await files.get(scan.fileId))
  return c.body(kept.body, 200, {
    'content-type': scan.mediaType,
    'content-disposition': 'attachment',
    'cache-control': 'private, no-store',
  })
}
