/**
 * Text to search terms. Chinese, Japanese and Korean have no spaces, so runs of them become pairs of
 * characters: every substring of two or more is found. Everything else is cut into words.
 *
 *   "开机三声短鸣 M8200"   indexed   开机 机三 三声 声短 短鸣 鸣 m8200
 *                          asked     开机 机三 三声 声短 短鸣    m8200
 *
 * The last character of a run is indexed alone too: a single one typed is a beginning of a pair,
 * except there.
 */
const runs =
	/(?<pairs>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+)|(?<word>[\p{L}\p{N}\p{M}]+)/gu;
const pairScript = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Longer words are cut: they are hashes and paths, nobody types them to the end. */
const wordLengthMax = 40;
/** A question takes its first terms only. */
const questionTermsMax = 48;
/** In shorter words a letter more or less makes another word. */
const fuzzyLengthMin = 4;

/** Terms of an article's text. */
export function indexTerms(text: string): string[] {
	return runsOf(text).flatMap((run) => (isPaired(run) ? [...pairsOf(run), lastOf(run)] : [run]));
}

/** Terms of a question, by run: what stood together should be found together. */
export function questionGroups(text: string): string[][] {
	const groups = runsOf(text).map((run) => (isPaired(run) ? pairsOrSingle(run) : [run]));
	let left = questionTermsMax;
	return groups
		.map((group) => {
			const kept = group.slice(0, left);
			left -= kept.length;
			return kept;
		})
		.filter((group) => group.length > 0);
}

/** Whether a beginning is enough: words while they are typed, and a single Chinese character. */
export function takesPrefix(term: string): boolean {
	return !isPaired(term) || Array.from(term).length === 1;
}

/** Words of letters forgive a typing error; numbers and codes do not: 0x80070005 is not 0x80070002. */
export function takesTypos(term: string): boolean {
	return !isPaired(term) && term.length >= fuzzyLengthMin && !/\p{N}/u.test(term);
}

export function isPaired(term: string): boolean {
	return pairScript.test(term);
}

function runsOf(text: string): string[] {
	const plain = text.normalize('NFKC').toLowerCase();
	return Array.from(plain.matchAll(runs), ([run]) =>
		isPaired(run) ? run : run.slice(0, wordLengthMax),
	);
}

function pairsOf(run: string): string[] {
	const characters = Array.from(run);
	return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function pairsOrSingle(run: string): string[] {
	const pairs = pairsOf(run);
	return pairs.length > 0 ? pairs : [run];
}

function lastOf(run: string): string {
	return Array.from(run).at(-1) ?? '';
}
