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

/**
 * Opens the paper in the device's own viewer, which prints it as it is. False where the browser
 * did not allow a new window.
 */
export function openToPrint(file: File): boolean {
	return window.open(addressOf(file), '_blank') !== null;
}

export function save(file: File): void {
	const link = document.createElement('a');
	link.href = addressOf(file);
	link.download = file.name;
	link.click();
}

function addressOf(file: File): string {
	const address = URL.createObjectURL(file);
	setTimeout(() => URL.revokeObjectURL(address), addressLifeMs);
	return address;
}
