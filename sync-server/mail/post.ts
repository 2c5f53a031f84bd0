import { buffer } from 'node:stream/consumers';
import { BlobFiles } from '#server/blobs/blob-files.ts';
import type { Store } from '#server/store/port.ts';
import { handOverBySmtp } from './hand-over.ts';
import { mailSettings } from './mail-settings.ts';
import type { Post } from './mails.ts';

/** As the environment says; undefined where it names no mail server. Throws a PlainError. */
export function postFor(dataDir: string, store: Pick<Store, 'bytes'>): Post | undefined {
	const settings = mailSettings(process.env);
	if (!settings) return undefined;
	return { handOver: handOverBySmtp(settings), bytes: keptBytes(dataDir, store) };
}

/** Reads the whole of a kept file. Throws where it is not there. */
function keptBytes(dataDir: string, store: Pick<Store, 'bytes'>): Post['bytes'] {
	const files = new BlobFiles(dataDir, store.bytes);
	return (sha256) => buffer(files.read(sha256));
}
