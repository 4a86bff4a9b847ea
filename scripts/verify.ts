import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { reportOf, verifyFile } from './verify/verify.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { key: { type: 'string' }, against: { type: 'string', multiple: true } },
})
const [path] = positionals
if (!path || !existsSync(path)) {
  console.error('npm run verify -- <export or county.sqlite> [--key <line from /log/key>] [--against <checkpoint kept earlier>]…')
  process.exit(2)
}
const checked = await verifyFile(path, { key: values.key, kept: values.against?.map((file) => readFileSync(file, 'utf8')) })
console.log(reportOf(checked))
process.exit(checked.some(({ findings }) => findings.length > 0) ? 1 : 0)
