import { addressOf } from '#ui/hand-over.ts';

/**
 * Opens the paper in the device's own viewer, which prints it as it is. False where the browser
 * did not allow a new window.
 */
export function openToPrint(file: File): boolean {
	return window.open(addressOf(file), '_blank') !== null;
}
