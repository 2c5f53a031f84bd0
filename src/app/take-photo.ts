import { makePhoto } from '#features/work-orders/field/photos/make-photo.ts';
import { photoFileBytesMax, pickPhotos } from '#features/work-orders/field/photos/pick-photos.ts';
import { dateText, timeText } from '#i18n/format.ts';
import type { AccountScope } from '#store/account-context.ts';
import { blobRefOf } from '#store/blob-store.ts';
import type { TakenPhoto, TakePhoto } from '#store/taken-photo.ts';

/** A photo for an audit's check or a stop of a round, stamped with the machine's code and the time. */
export function takesPhotos({ zone }: Pick<AccountScope, 'zone'>): TakePhoto {
	return async (code) => {
		const [file] = await pickPhotos();
		if (!file) return undefined;
		if (file.size > photoFileBytesMax) return 'unreadable';
		const now = Date.now();
		const stamp = [code, `${dateText(now, zone)}　${timeText(now, zone)}`];
		const photo = await makePhoto({ file, stamp, marks: [] }).catch(() => undefined);
		return photo ? keptAs(photo.data) : 'unreadable';
	};
}

async function keptAs(data: ArrayBuffer): Promise<TakenPhoto> {
	const blob = await blobRefOf(data, 'image/jpeg');
	return { blob, file: { sha256: blob.sha256, type: 'image/jpeg', data } };
}
