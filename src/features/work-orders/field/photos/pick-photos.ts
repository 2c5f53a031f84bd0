/** A file larger than this is not opened at all. */
export const photoFileBytesMax = 60 * 1024 * 1024;

/** Opens the camera or the gallery; empty when the user thinks better of it. */
export function pickPhotos(): Promise<File[]> {
	const input = document.createElement('input');
	input.type = 'file';
	input.accept = 'image/*';
	input.setAttribute('capture', 'environment');
	input.multiple = true;
	input.hidden = true;
	input.dataset['purpose'] = 'photo';
	document.body.append(input);
	return new Promise<File[]>((done) => {
		input.addEventListener('change', () => done([...(input.files ?? [])]), { once: true });
		input.addEventListener('cancel', () => done([]), { once: true });
		input.click();
	}).finally(() => input.remove());
}
