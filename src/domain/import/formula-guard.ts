/**
 * A cell of a CSV file that begins like a formula is run by the spreadsheet that opens it. What we write
 * begins with an apostrophe then, and what we read loses it again; plain numbers are left as they are.
 */
/** In full width too: a spreadsheet in a Chinese system takes it for the same. */
const likeFormula = /^'*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u;
const plainNumber = /^-?\d+(?:\.\d+)?$/u;
const guarded = /^'(?='*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/u;

export function guardFormula(text: string): string {
	return likeFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

export function unguardFormula(text: string): string {
	return text.replace(guarded, '');
}
