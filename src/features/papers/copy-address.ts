import { copyHash, copyTokenBytes, type CopyLink } from '#domain/copy/copy-link.ts';

/** Nobody guesses it: it opens the check of one sheet to who has the sheet. */
export function newCopyToken(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(copyTokenBytes));
	const base64 = btoa(String.fromCharCode(...bytes));
	return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** What the sheet's QR code says, at the address this app was opened from. */
export function copyAddress(link: CopyLink, page: string): string {
	return new URL(page, location.href).href + copyHash(link);
}
