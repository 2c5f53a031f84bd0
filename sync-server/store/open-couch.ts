import { PlainError } from '#server/plain-error.ts';
import { readCouchAddress, type CouchAddress } from './couch-address.ts';
import { CouchStore } from './couch-store.ts';
import { nanoTransport } from './couch-transport.ts';
import { StoreUnavailable } from './port.ts';

/** Opens the organisation's databases on a CouchDB, or makes them. Throws PlainErrors. */
export async function openCouchStore(text: string): Promise<CouchStore> {
	const address = readCouchAddress(text);
	const { url, prefix, account } = address;
	const transport = nanoTransport(url);
	try {
		return await CouchStore.open({ transport, prefix, account, nowMs: Date.now });
	} catch (error) {
		throw error instanceof StoreUnavailable ? outOfReach(address, error) : error;
	}
}

function outOfReach({ shown, account }: CouchAddress, { cause }: StoreUnavailable): PlainError {
	const reason = String(cause);
	if (/^40[13]/.test(reason))
		return new PlainError(
			`CouchDB at ${shown} does not let the account ${account} in, or it may not make databases. Check account and password; several wrong tries lock an account for minutes.`,
			`CouchDB ${shown} 拒绝了账号 ${account},或该账号无权建库。请检查账号和密码;多次输错会锁定几分钟。`,
		);
	return new PlainError(
		`CouchDB at ${shown} gives no answer (${reason}). Is it running, and is the address right?`,
		`CouchDB ${shown} 没有应答。请确认它已启动且地址正确。`,
	);
}
