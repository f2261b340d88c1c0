/** What of a git address may be stored, logged and shown: all but the user and password that it may carry. */

/** `https://user:password@host/path` without what stands before the `@`; the `git@` of an address in scp's form names no secret and stays. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z+.-]*:\/\/)[^/\s]*@/i, '$1');
}

/** A text of git's (an error, a command) in which an address may stand. */
export function withoutCredentialsIn(text: string, url: string): string {
  return text.replaceAll(url, withoutCredentials(url)).replace(/([a-z][a-z+.-]*:\/\/)[^/\s'"]*@/gi, '$1');
}
