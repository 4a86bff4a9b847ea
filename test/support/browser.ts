/** What a browser without script sends when a form is submitted on our own site. */
export function postForm(fields: Record<string, string>, cookie = ''): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', host: 'localhost', cookie },
    body: new URLSearchParams(fields).toString(),
  }
}

/** The cookie a browser would send back after this answer. */
export function cookieOf(answer: Response): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** The size of a page on the wire. */
export async function gzipBytes(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}
