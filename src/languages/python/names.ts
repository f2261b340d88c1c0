/** Names that Python itself provides. */
const BUILTINS = new Set([
  'any', 'all', 'len', 'str', 'int', 'float', 'bool', 'isinstance', 'set', 'frozenset', 'list', 'tuple', 'dict', 'sorted', 'reversed', 'min',
  'max', 'sum', 'abs', 'round', 'enumerate', 'zip', 'range', 'map', 'filter', 'next', 'iter', 'print', 'repr', 'hasattr', 'getattr', 'type',
  'callable', 'object', 'bytes', 'chr', 'ord', 'hash', 'id', 'super', 'property', 'staticmethod', 'classmethod', 'open', 'divmod', 'format',
  'vars', 'dir', 'hex', 'bin', 'pow', 'slice', 'setattr', 'globals', 'locals', 'input', 'exec', 'eval',
  'Exception', 'BaseException', 'KeyError', 'ValueError', 'TypeError', 'AttributeError', 'IndexError', 'LookupError', 'RuntimeError',
  'NotImplementedError', 'StopIteration', 'ZeroDivisionError', 'UnicodeDecodeError', 'UnicodeEncodeError', 'UnicodeError', 'OSError',
  'ImportError', 'ModuleNotFoundError', 'NameError', 'AssertionError', 'ArithmeticError', 'OverflowError', 'TimeoutError', 'ConnectionError',
  'PermissionError', 'FileNotFoundError', 'RecursionError',
  '__name__', '__file__', '__doc__',
]);

export function isBuiltin(name: string): boolean {
  return BUILTINS.has(name);
}
