/** The items of a list that is easier to read without a quote around each. */
function split(list: string): string[] {
  return list.split('·');
}

/** Texts that a line-based, delimiter-based or type-guessing format is tempted to misread. */
export const TRICKY_TEXTS: readonly string[] = [
  ...split('· ·\t·\n·\r·\r\n· a·a ·\ta·a\t·  ·\u00a0·\ufeff·\ufeffa·a\ufeff'),
  ...split('true·false·null·True·NULL·nan·NaN·Infinity·-Infinity·undefined'),
  ...split('0·-0·00·007·1·-1·+1·1.0·1.·.5·1e3·1E+3·1e400·-1e-7·-·--·0x1f·1_000'),
  ...split('9007199254740993·0.1000·2026-01-31·12:30·2026-01-31T12:30:00Z'),
  ...split(',·|·a,b·a|b·a\tb·a, b·a\nb·a\r\nb·a\rb·a\u2028b·a\u2029b·, ·|| '),
  ...split('"·""·"a"·a"b·"a"b·\'·\\·\\n·\\u0041·a\\·`·```·```ktof·\\"'),
  ...split('[·]·{·}·(·)·[]·{}·()·[1]·[2]:·[#2]: a·{a}·{"a":1}·["a"]·a{b}·a}b'),
  ...split('(a,b)·[a,b]·[(a,1)]·(a·a(b·b)·a?·?·a[2]: b,c·rows[2]{id,b}:·a[]·a:·:b·:'),
  ...split('- x·-x·- ·#·# note·a # b·key: value·KTOF:·KTOF: a·//·---·%·&a·*a·!a·@a'),
  ...split('\u0000·\u0007·\b·\f·\v·\u001f·\u007f·\u0085·\u200b·é·e\u0301·漢字·😀·👩‍👩‍👧'),
];

/** Texts with half a surrogate pair: legal in JSON and JavaScript, not in TOON. */
export const LONE_SURROGATES: readonly string[] = split(
  '\ud800·\udc00·a\ud83d·\ude00\ud83d·"\udfff',
);

/** Keys that collide with prototypes, syntax or array indexes. */
export const TRICKY_KEYS: readonly string[] = [
  ...split('__proto__·KTOF·constructor·toString·hasOwnProperty·valueOf·length·a.b·a.b.c'),
  ...split('0·1·10·-1·1.5·01·a b·a-b·a:b·a?·a()·a(b)·a[]·a[1]·a{b}·$ref·@id·_·é'),
];

/** Numbers at the edge of what their decimal text keeps. */
export const EDGE_NUMBERS: readonly number[] = [
  ...[0, -0, 1, -1, 0.1, -0.5, 1e21, -1e21, 123456789012345680000, 1e-6, 1e-7, 1.5e300, 5e-324],
  ...[2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, Number.MAX_VALUE, Number.EPSILON, -2147483648, 4294967296],
];
