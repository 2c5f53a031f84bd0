/**
 * Whether a code could be a tag of the same series: letters where the other has letters, digits where
 * it has digits, `ZC-2026-000123` like `ZC-2025-004711`. A maker's serial beside a tag seldom is.
 */
export function isShapedLike(code: string, tag: string): boolean {
	return shapeOf(code) === shapeOf(tag);
}

function shapeOf(code: string): string {
	return code
		.normalize('NFKC')
		.trim()
		.replace(/\p{L}/gu, 'A')
		.replace(/\p{Nd}/gu, '9');
}
