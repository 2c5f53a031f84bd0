/** The viewer and the save dialog read the address after the click; then it may go. */
const addressLifeMs = 5 * 60_000;

/** Whether this device hands files to other apps. */
export function canShare(file: File): boolean {
	return typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] });
}

/** Opens the device's share sheet; closing it without choosing is no failure. */
export async function share(file: File): Promise<'shared' | 'closed' | 'failed'> {
	try {
		await navigator.share({ files: [file], title: file.name });
		return 'shared';
	} catch (error) {
		return error instanceof DOMException && error.name === 'AbortError' ? 'closed' : 'failed';
	}
}

export function save(file: File): void {
	const link = document.createElement('a');
	link.href = addressOf(file);
	link.download = file.name;
	link.click();
}

/** An address of the file for a few minutes. */
export function addressOf(file: File): string {
	const address = URL.createObjectURL(file);
	setTimeout(() => URL.revokeObjectURL(address), addressLifeMs);
	return address;
}
