import { PlainError } from '#server/plain-error.ts';
import { isHalfMoved } from './couch-moving.ts';
import { makeFolder } from './make-folder.ts';
import { openCouchStore } from './open-couch.ts';
import { openSqliteStore } from './open-sqlite.ts';
import type { Store } from './port.ts';
import { isFolderHalfMoved } from './sqlite-moving.ts';

/** The CouchDB named by `COUCHDB_URL`, or else the database in the data folder. Throws PlainErrors. */
export async function openStore(dataDir: string): Promise<Store> {
	const address = process.env['COUCHDB_URL'];
	const isEmbedded = address === undefined || address === '';
	const store = isEmbedded ? openSqliteStore(dataDir) : await openCouchStore(address);
	if (!isEmbedded) makeFolder(dataDir);
	const isHalf = 'databases' in store ? await isHalfMoved(store) : isFolderHalfMoved(dataDir);
	if (!isHalf) return store;
	await store.close();
	throw new PlainError(
		'A move into this store was begun and has not ended. Run npm run move again.',
		'向此存储的迁移尚未完成。请重新执行 npm run move。',
	);
}
