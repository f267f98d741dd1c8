// Text that somebody hostile would send.

/** Of what may be kept: one text with all of it, of no more than the 255 characters that every member takes. */
export const keepable = [
  `=cmd|' /C calc'!A0`,
  `';DROP TABLE events;-- " OR "1"="1`,
  `{"$ne":null}`,
  '${7*7}{{7*7}}<%=7*7%>',
  '../../etc/passwd%00%0d%0aA: b',
  '<script>alert(1)</script>"',
  '$(id)`id`',
  '__proto__ constructor NaN 1e999',
  'раураl', // Cyrillic letters that look like Latin ones
  '\u202eevil\u202c\u2066x\u2069\u200b\u200f\ufeff\u2028', // direction, isolation, width, order, separation
  'e\u0301\u00e9\ufb01\u2126', // one letter in two forms, and letters that normalisation would change
  '𝒳\u{1f3f3}\ufe0f\u200d\u{1f308}\u{e0041}\ufffe\u{10ffff}', // beyond the basic plane, tags, no characters at all
  'tab\tline\nend ',
].join('|');

/** Of what may not be kept, wherever text is wanted. Each is written as JSON, since some of it cannot be a string here. */
export const unkeepable: Readonly<Record<string, (most: number) => string>> = {
  'half a character': () => '"a\\ud800b"',
  'the other half': () => '"\\udc00"',
  'a NUL': () => '"a\\u0000b"',
  'nothing but blanks': () => '" \\t\\n\\u00a0\\u2003"',
  'nothing that can be seen': () => '"\\u200b\\u202e\\ufeff\\u00ad"',
  'a character too many': (most) => JSON.stringify('x'.repeat(most + 1)),
  'a number beyond all': () => '1e999',
  'a number': () => '9007199254740993',
  'an operator': () => '{"$gt":""}',
  'an object with a prototype': () => '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}',
  'a list': () => '["x"]',
  'nothing at all': () => 'null',
  'yes': () => 'true',
};

/** Controls that no text of people needs: the domain refuses them. */
export const controls = '\u0001\u0008\u000b\u001b[2J\u007f\u0085\u009f';

/** For a parameter of a query or of an address. */
export const parameters: readonly string[] = [
  `' OR '1'='1`,
  `1; SELECT pg_sleep(9) --`,
  `" UNION SELECT * FROM subjects.keys --`,
  '{"$ne":null}',
  '[$ne]=1',
  '../../../../etc/passwd',
  '${jndi:ldap://127.0.0.1/a}{{7*7}}',
  '\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>',
  '\u0000',
  '\u202e\u2066раураl\ufeff',
  '__proto__',
  'constructor',
  '-1',
  '1e999',
  '99999999999999999999999999',
  'x'.repeat(5_000),
];
