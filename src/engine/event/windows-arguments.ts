/**
 * A Windows command line cut into arguments, as CommandLineToArgvW cuts it: quotes group, and backslashes escape only in front of a quote.
 * https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw
 */
export function windowsArguments(commandLine: string): readonly string[] {
  const text = commandLine.trim();
  if (text === '') return [];
  const program = /^"([^"]*)"?|^[^\s"]+/.exec(text);
  const first = program?.[1] ?? program?.[0] ?? '';
  const rest = splitArguments(text.slice(program?.[0].length ?? 0));
  return [first, ...rest];
}

function splitArguments(text: string): readonly string[] {
  const found: string[] = [];
  let current: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') {
      const run = /\\+/y;
      run.lastIndex = at;
      const slashes = run.exec(text)?.[0].length ?? 1;
      at += slashes - 1;
      if (text.charAt(at + 1) !== '"') {
        current = (current ?? '') + '\\'.repeat(slashes);
        continue;
      }
      current = (current ?? '') + '\\'.repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) {
        current += '"';
        at++;
      }
    } else if (char === '"') {
      // Two quotes within quotes are one quote, and go on.
      if (isQuoted && text.charAt(at + 1) === '"') {
        current = `${current ?? ''}"`;
        at++;
      } else {
        isQuoted = !isQuoted;
        current ??= '';
      }
    } else if (!isQuoted && (char === ' ' || char === '\t')) {
      if (current !== null) found.push(current);
      current = null;
    } else {
      current = (current ?? '') + char;
    }
  }
  if (current !== null) found.push(current);
  return found;
}
