import { expect, it } from 'vitest';
import { windowsArguments } from '../../../src/engine/event/windows-arguments.ts';

it.each<readonly [string, readonly string[]]>([
  ['', []],
  ['whoami /all', ['whoami', '/all']],
  ['"C:\\Program Files\\a.exe" -x  "b c"', ['C:\\Program Files\\a.exe', '-x', 'b c']],
  ['a.exe "b \\" c" d', ['a.exe', 'b " c', 'd']],
  ['a.exe "C:\\dir\\\\" e', ['a.exe', 'C:\\dir\\', 'e']],
  ['a.exe C:\\dir\\ e', ['a.exe', 'C:\\dir\\', 'e']],
  ['a.exe "" b', ['a.exe', '', 'b']],
  ['a.exe x"y z"w', ['a.exe', 'xy zw']],
  ['a.exe "unfinished b', ['a.exe', 'unfinished b']],
])('%s', (commandLine, expected) => {
  expect(windowsArguments(commandLine)).toEqual(expected);
});
